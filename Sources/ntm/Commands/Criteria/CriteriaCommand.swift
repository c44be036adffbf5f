import ArgumentParser
import Criteria
import Definitions
import Findings
import Foundation
import NTMToolkit
import Reporting

struct CriteriaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "criteria",
    abstract: "Shows the criteria sets in force.",
    subcommands: [List.self, Show.self, Diff.self, Import.self]
  )

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the criteria sets.")
    @Option(help: "How the answer is written.") var format: Explain.Format = .text
    @OptionGroup var common: CommonOptions

    func run() throws {
      let store = try common.loadDefinitions()
      let library = CriteriaLibrary(store)
      let sets = library.ids.compactMap { library.load($0) }
      if format == .json {
        let items = sets.map { set -> JSONText in
          .object([
            ("id", .text(set.id)), ("title", .text(set.title[common.lang])),
            ("level", .text(set.level)),
            ("criteria", set.criteria.map { .whole($0.count) } ?? .null),
            ("indicators", .whole(set.indicators.count)),
          ])
        }
        Terminal.output(JSONText.list(items).line + "\n")
      } else {
        for set in sets {
          let count = set.criteria == nil ? "?" : "\(set.indicators.count)"
          Terminal.output("\(set.id)  \(set.title[common.lang]) (\(count))\n")
        }
      }
      try CriteriaCommand.finish(library, store, common)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows a set: each indicator with its levels, their source and how sure they are.",
      discussion: """
        With -o set.xlsx the set is written to a workbook: compare it with the printed decision there,
        enter what is missing, and read it back with ‘ntm criteria import set.xlsx’.
        """
    )
    @Argument(help: "The set’s id.") var id: String
    @Option(help: "Only the levels of this region.") var region: String?
    @Option(name: .shortAndLong, help: "A workbook (.xlsx) in which the set is checked.")
    var output: String?
    @Option(help: "The year whose levels are shown.") var year: Int = 2025
    @Option(help: "How the answer is written.") var format: Explain.Format = .text
    @OptionGroup var common: CommonOptions

    func run() throws {
      let store = try common.loadDefinitions()
      let library = CriteriaLibrary(store)
      guard let set = library.load(id) else {
        return try CriteriaCommand.finish(library, store, common)
      }
      let renderer = CriteriaText(store: store, language: common.lang, year: year)
      let chosen = try region.map { try CriteriaCommand.region($0, set, store, common) }
      if let output {
        try write(set, chosen, store, to: output)
        return try CriteriaCommand.finish(library, store, common)
      }
      switch format {
      case .text: Terminal.output(renderer.text(set, region: chosen))
      case .json: Terminal.output(renderer.json(set).line + "\n")
      }
      try CriteriaCommand.finish(library, store, common)
    }

    private func write(
      _ set: CriteriaSet,
      _ region: CriteriaSet.Region?,
      _ store: DefinitionStore,
      to path: String
    ) throws {
      try Destination(path, common, store).check(force: common.force)
      let workbook = SetWorkbook(
        set,
        region: region,
        catalogue: store.catalogue,
        language: common.lang
      )
      let place = Destination(path, common, store)
      try place.make { try workbook.write(to: $0) }
      if !common.quiet {
        let text = store.catalogue.phrase("output-written", in: common.lang, ["path": path])
        Terminal.error(text)
      }
    }
  }

  /// The region or group of a name; an unknown one is wrong usage and names them all.
  static func region(
    _ name: String,
    _ set: CriteriaSet,
    _ store: DefinitionStore,
    _ common: CommonOptions
  ) throws -> CriteriaSet.Region {
    if let region = set.region(named: name) { return region }
    let known = (set.regions + set.communeGroups).map(\.id).joined(separator: ", ")
    let values = ["name": name, "known": known]
    Terminal.error("ntm: " + store.catalogue.phrase("unknown-region", in: common.lang, values))
    throw ExitCode(64)
  }

  static func finish(
    _ library: CriteriaLibrary,
    _ store: DefinitionStore,
    _ common: CommonOptions
  ) throws {
    for problem in library.log.findings {
      Terminal.error(common.text(store).lines(problem).joined(separator: "\n"))
    }
    if library.log.hasErrors { throw ExitCode(4) }
  }
}
