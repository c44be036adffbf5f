import ArgumentParser
import Definitions
import Findings
import Foundation
import NTMToolkit
import Reporting

struct Help: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help",
    abstract: "Explains a code of findings, or shows the help of a command.",
    discussion: """
      Examples:
        ntm help part-exceeds-whole
        ntm help codes
        ntm help validate
      """
  )

  @Argument(help: "A code of findings, ‘codes’ for all of them, or a command.") var topics:
    [String] = []
  @Flag(help: "All codes as one document in Markdown.") var markdown = false
  @OptionGroup var common: CommonOptions

  func run() throws {
    guard let topic = topics.first else { throw CleanExit.helpRequest(NTM.self) }
    if let command = Self.command(topics) { throw CleanExit.helpRequest(command) }
    let store = try common.loadDefinitions()
    let page = CodePage(catalogue: store.catalogue, language: common.lang)
    if topic == "codes" {
      Terminal.output(markdown ? page.markdown : page.list)
      return
    }
    if let text = page.text(topic) {
      Terminal.output(text)
      return
    }
    let known = store.catalogue.entries.keys.sorted()
    let nearest = Spelling.nearest(to: topic, among: known + ["codes"])
    let values = ["code": topic, "nearest": nearest ?? ""]
    let key = nearest == nil ? "code-unknown" : "code-nearest"
    throw ValidationError(
      store.catalogue.phrase(key, in: common.lang, values) + " "
        + store.catalogue.phrase("code-list", in: common.lang)
    )
  }

  /// The command that words such as `criteria show` lead to.
  private static func command(_ names: [String]) -> (any ParsableCommand.Type)? {
    var current: any ParsableCommand.Type = NTM.self
    for name in names {
      guard
        let next = current.configuration.subcommands.first(where: {
          ($0.configuration.commandName ?? "\($0)".lowercased()) == name
        })
      else { return nil }
      current = next
    }
    return current
  }
}
