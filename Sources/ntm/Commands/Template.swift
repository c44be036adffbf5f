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
    guard let definition = store.forms.first(where: { $0.definition.id == form })?.definition else {
      let known = store.forms.map(\.definition.id).joined(separator: ", ")
      Terminal.error(
        "ntm: "
          + store.catalogue.phrase(
            "unknown-form-id",
            in: common.lang,
            ["id": form, "known": known]
          )
      )
      throw ExitCode(64)
    }
    let destination = Destination(output, common, store)
    try destination.check(force: common.force)
    let entry = EntryForm(form: definition, catalogue: store.catalogue, language: common.lang)
    try destination.make { try entry.write(to: $0) }
  }
}
