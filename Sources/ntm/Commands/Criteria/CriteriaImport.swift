import ArgumentParser
import Criteria
import Definitions
import Findings
import Foundation
import NTMToolkit
import Reporting

extension CriteriaCommand {
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Reads the workbook of a set back: checked levels become a set of their own.",
      discussion: """
        Examples:
          ntm criteria import set.xlsx -o my-province   writes my-province/criteria-sets/ID/criteria-set.yaml
          ntm criteria import set.xlsx                  prints the file
        """
    )
    @Argument(help: "The workbook, see ‘ntm criteria show ID -o set.xlsx’.") var file: String
    @Option(
      name: .shortAndLong,
      help: "A folder of one's own definitions, or a .yaml file; standard output by default."
    )
    var output: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
      let store = try common.loadDefinitions()
      let text = common.text(store)
      let name = file.split(separator: "/").last.map(String.init) ?? file
      let opened: OpenedFile
      switch InputFile(path: file, name: name).open(limits: common.limits) {
      case .failure(let problem):
        Terminal.error(text.lines(problem.finding).joined(separator: "\n"))
        throw ExitCode(3)
      case .success(let file): opened = file
      }
      guard let id = SetWorkbookReader.setID(opened, store) else {
        let values = ["path": file]
        Terminal.error(
          "ntm: " + store.catalogue.phrase("set-not-a-workbook", in: common.lang, values)
        )
        throw ExitCode(3)
      }
      let library = CriteriaLibrary(store)
      guard let set = library.load(id) else {
        return try CriteriaCommand.finish(library, store, common)
      }
      var reader = SetWorkbookReader(opened, file: name, set: set, store: store)
      let check = reader.read(opened)
      for finding in check.findings {
        Terminal.error(text.lines(finding).joined(separator: "\n"))
      }
      try write(check, set, name, store)
      let status = Status.code(unreadable: false, findings: check.findings, failOn: .error)
      if status != .success { throw status }
    }

    private func write(
      _ check: SetCheck,
      _ set: CriteriaSet,
      _ name: String,
      _ store: DefinitionStore
    ) throws {
      let yaml = SetOverlayText(check, over: set, file: name).text
      guard let output else { return Terminal.output(yaml) }
      let isFile = output.hasSuffix(".yaml") || output.hasSuffix(".yml")
      let folder = isFile ? nil : "\(output)/criteria-sets/\(check.id)"
      let path = folder.map { $0 + "/criteria-set.yaml" } ?? output
      if let folder {
        try FileManager.default.createDirectory(
          atPath: folder,
          withIntermediateDirectories: true
        )
      }
      let place = Destination(path, common, store)
      try place.check(force: common.force)
      try place.write(Array(yaml.utf8))
      let values = [
        "id": check.id, "path": path, "indicators": "\(check.items.count)",
        "levels": "\(check.items.reduce(0) { $0 + $1.levels.count })",
      ]
      if !common.quiet {
        Terminal.error(store.catalogue.phrase("set-imported", in: common.lang, values))
      }
    }
  }
}
