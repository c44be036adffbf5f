import ArgumentParser
import Definitions
import Findings
import Forms
import Reporting

struct FormsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forms",
    abstract: "Shows the forms in force.",
    subcommands: [List.self, Show.self]
  )

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the forms.")
    @OptionGroup var common: CommonOptions

    func run() throws {
      let store = try common.loadDefinitions()
      for form in store.forms.map(\.definition) {
        Terminal.output(
          "\(form.id)  \(form.title[common.lang]) (\(form.shape.rawValue), \(form.fields.count))\n"
        )
      }
      for form in OutputFormFile(log: DefinitionLog()).all(store) {
        Terminal.output("\(form.id)  \(form.title[common.lang]) (\(form.kind.rawValue))\n")
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Shows the fields of a survey form.")
    @Argument(help: "The form’s id.") var id: String
    @OptionGroup var common: CommonOptions

    func run() throws {
      let store = try common.loadDefinitions()
      guard let form = store.forms.first(where: { $0.definition.id == id })?.definition else {
        let known = store.forms.map(\.definition.id).joined(separator: ", ")
        Terminal.error(
          "ntm: "
            + store.catalogue.phrase(
              "unknown-form-id",
              in: common.lang,
              ["id": id, "known": known]
            )
        )
        throw ExitCode(64)
      }
      Terminal.output("\(form.id) \(form.version): \(form.title[common.lang])\n")
      for field in form.fields {
        let kind = [field.kind.rawValue, field.unit, field.isRequired ? "*" : nil].compactMap { $0 }
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
