import ArgumentParser
import Criteria
import Definitions
import Reporting

extension CriteriaCommand {
  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Shows what differs between two sets: by code, or by subject where they number differently.",
      discussion: """
        Examples:
          ntm criteria diff vn-2022-318 vn-2024-211
          ntm criteria diff vn-2022-318 vn-2025-51 --format json
        """
    )
    @Argument(help: "The first set.") var first: String
    @Argument(help: "The second set.") var second: String
    @Option(help: "The year whose levels are compared.") var year: Int = 2025
    @Option(help: "How the answer is written.") var format: Explain.Format = .text
    @OptionGroup var common: CommonOptions

    func run() throws {
      let store = try common.loadDefinitions()
      let library = CriteriaLibrary(store)
      guard let old = library.load(first), let new = library.load(second) else {
        return try CriteriaCommand.finish(library, store, common)
      }
      let difference = SetDifference(
        old,
        new,
        text: CriteriaText(store: store, language: common.lang, year: year)
      )
      switch format {
      case .text: Terminal.output(difference.lines)
      case .json: Terminal.output(difference.json.line + "\n")
      }
      try CriteriaCommand.finish(library, store, common)
    }
  }
}
