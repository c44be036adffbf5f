import ArgumentParser
import Definitions
import Findings
import Forms
import Foundation
import NTMToolkit
import Reporting
import Tabular

struct FormsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forms",
    abstract: "Shows the forms in force, and drafts new ones.",
    discussion: """
      Examples:
        ntm forms list
        ntm forms show road-inventory
        ntm forms draft survey.xlsx > my-province/forms/my-survey/form.yaml
      """,
    subcommands: [List.self, Show.self, Draft.self]
  )

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the forms.")
    @OptionGroup var common: CommonOptions

    func run() throws {
      let store = try common.loadDefinitions()
      for form in store.forms.map(\.definition) {
        let period = form.years.map { years in
          store.catalogue.phrase(
            "form-period",
            in: common.lang,
            ["from": "\(years.lowerBound)", "to": "\(years.upperBound)"]
          )
        }
        func phrase(_ key: String) -> String { store.catalogue.phrase(key, in: common.lang) }
        let facts = [
          phrase("form-shape-" + form.shape.rawValue), "\(form.fields.count)", period,
          store.sureness(form.confidence, in: common.lang),
        ]
        Terminal.output(
          "\(form.id)  \(form.title[common.lang]) (\(facts.compactMap { $0 }.joined(separator: ", ")))\n"
        )
      }
      for form in OutputFormFile(log: DefinitionLog()).all(store) {
        Terminal.output(
          "\(form.id)  \(form.title[common.lang]) (\(store.catalogue.phrase("form-kind-" + form.kind.rawValue, in: common.lang)))\n"
        )
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Shows the fields of a survey form.")
    @Argument(help: "The form’s id.") var id: String
    @OptionGroup var common: CommonOptions

    func run() throws {
      let store = try common.loadDefinitions()
      let form = try common.form(id, store)
      Terminal.output("\(form.id) \(form.version): \(form.title[common.lang])\n")
      for basis in form.basis {
        let note = basis.note.map { " (\($0[common.lang]))" } ?? ""
        Terminal.output(
          store.catalogue.phrase(
            "form-basis",
            in: common.lang,
            ["number": basis.number, "note": note]
          ) + "\n"
        )
      }
      Terminal.output(
        store.catalogue.phrase(
          "form-source",
          in: common.lang,
          [
            "text": form.sourceMark[common.lang],
            "confidence": store.sureness(form.confidence, in: common.lang),
          ]
        ) + "\n"
      )
      for field in form.fields {
        let kind = [
          store.catalogue.phrase("field-kind-" + field.kind.rawValue, in: common.lang),
          field.unit.map { store.catalogue.unit($0, in: common.lang) },
          field.isRequired ? "*" : nil,
        ].compactMap { $0 }
        Terminal.output(
          "  \(field.id)  \(field.label[common.lang]) (\(kind.joined(separator: ", ")))\n"
        )
        for choice in field.choices {
          Terminal.output("      \(choice.id)  \(choice.label[common.lang])\n")
        }
      }
      for rule in form.rules { Terminal.output("  \(rule.code.name): \(rule.text)\n") }
    }
  }
}

extension FormsCommand {
  struct Draft: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Proposes a definition from an example workbook; what is uncertain is a question in it.",
      discussion: """
        Examples:
          ntm forms draft survey.xlsx
          ntm forms draft survey.xlsx --id my-survey -o my-province/forms/my-survey/form.yaml
        """
    )
    @Argument(help: "A workbook or CSV file as it is filled in.") var file: String
    @Option(help: "The form's id; else it is made from the file's name.") var id: String?
    @Option(help: "The sheet; else the first with a table.") var sheet: String?
    @Option(name: .shortAndLong, help: "The file to write; else standard output.") var output:
      String?
    @OptionGroup var common: CommonOptions

    func run() throws {
      let store = try common.loadDefinitions()
      let input = InputFile(
        path: file,
        name: file.split(separator: "/").last.map(String.init) ?? file
      )
      let grids: [Grid]
      switch input.open(limits: common.limits) {
      case .success(let opened): grids = opened.grids
      case .failure(let problem):
        Terminal.error(common.text(store).lines(problem.finding).joined(separator: "\n"))
        throw ExitCode(3)
      }
      let draft = grids.lazy.filter { sheet == nil || $0.name == sheet }.compactMap { grid in
        FormDraft(
          grid,
          id: id ?? FormDraft.id(from: input.stem),
          file: input.name,
          definitions: store,
          language: common.lang
        )
      }.first
      guard let draft else {
        Terminal.error(
          "ntm: " + store.catalogue.phrase("draft-none", in: common.lang, ["path": file])
        )
        throw ExitCode(3)
      }
      if let output {
        let destination = Destination(output, common, store)
        try destination.check(force: common.force)
        try destination.write(draft.text.utf8)
      } else {
        Terminal.output(draft.text)
      }
      for problem in draft.problems {
        Terminal.error(common.text(store).lines(problem).joined(separator: "\n"))
      }
      if !common.quiet {
        let questions = draft.text.split(separator: "\n").count { $0.contains("# ? ") }
        Terminal.error(
          store.catalogue.phrase(
            "draft-done",
            in: common.lang,
            ["records": "\(draft.recordCount)", "questions": "\(questions)"]
          )
        )
      }
      if !draft.problems.isEmpty { throw ExitCode(70) }
    }
  }
}

struct DefinitionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "definitions",
    abstract: "Checks definition files.",
    subcommands: [Check.self]
  )

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Checks forms, criteria sets, messages and vocabulary; says file, line and column.",
      discussion: """
        Examples:
          ntm definitions check              the built-in definitions
          ntm definitions check my-province  a folder of one's own, over the built-in ones
        """
    )
    @Argument(help: "A folder of one's own definitions.") var path: String?
    @OptionGroup var common: CommonOptions

    func run() throws {
      guard let builtIn = DefinitionStore.builtInRoot() else { throw ExitCode(4) }
      let store = DefinitionStore(
        roots: [builtIn] + [path, common.definitions].compactMap { $0 }
      )
      let library = CriteriaLibrary(store)
      for id in library.ids { _ = library.load(id) }
      let log = DefinitionLog()
      _ = OutputFormFile(log: log).all(store)
      _ = DocumentNeedsFile(log: log).all(store)
      var seen: Set<Finding> = []
      let findings = (store.problems + library.log.findings + log.findings).filter {
        seen.insert($0).inserted
      }
      let text = FindingText(catalogue: store.catalogue, language: common.lang, usesColour: false)
      for finding in findings {
        Terminal.output(text.lines(finding).joined(separator: "\n") + "\n")
      }
      if findings.contains(where: { $0.severity == .error }) { throw ExitCode(4) }
      Terminal.output(
        store.catalogue.phrase(
          "definitions-fine",
          in: common.lang,
          ["forms": "\(store.forms.count)", "sets": "\(library.ids.count)"]
        ) + "\n"
      )
    }
  }
}
