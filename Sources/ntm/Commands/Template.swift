import ArgumentParser
import Definitions
import Findings
import Forms
import Foundation
import NTMToolkit
import Reporting
import SpreadsheetML

struct Template: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Writes the empty workbook of a survey form, with drop-downs, limits and instructions.",
    discussion: """
      Example:
        ntm template household-survey -o phieu-ho.xlsx
      """
  )

  @Argument(help: "The form’s id, see ‘ntm forms list’.") var form: String
  @Option(name: .shortAndLong, help: "The workbook to write.") var output: String
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try Destination.checkEnding(of: output, among: ["xlsx"])
  }

  func run() throws {
    let store = try common.loadDefinitions()
    let definition = try common.form(form, store)
    let destination = Destination(output, common, store)
    try destination.check(force: common.force)
    let entry = EntryForm(form: definition, catalogue: store.catalogue, language: common.lang)
    try destination.make { try entry.write(to: $0) }
  }
}
