import Criteria
package import Findings
package import Forms
import Foundation
package import VietnameseText

/// The definitions in force: built-in files, and a province's own over them.
package struct DefinitionStore: Sendable {
  /// The folders, built-in first; a later folder's file replaces or extends an earlier one's.
  package let roots: [String]
  package let catalogue: MessageCatalogue
  package let vocabulary: Vocabulary
  package let forms: [CompiledForm]
  /// The same with those sheets of indicators that also come on their side.
  package let tableForms: [CompiledForm]
  /// The rules over the records of a whole batch.
  package let batchRules: [BatchRule]
  /// The headings of all forms, by which a sheet's form is found.
  package let formIndex: FormIndex
  /// Pairs of sheet names by which a form that we filled is known.
  package let filledForms: [(table: String, sources: String)]
  /// The spelling of each village in the unit list, by key.
  package let villages: [String: String]
  /// The administrative units that are known.
  package let units: UnitRegistry
  /// What is wrong with the files that were read.
  package let problems: [Finding]

  /// Reads everything that reading surveys needs; criteria sets and output forms are read on demand.
  package init(roots: [String]) {
    self.roots = roots
    let log = DefinitionLog()
    var catalogue = Self.messages(roots, log)
    var vocabulary = Vocabulary()
    for root in roots {
      for file in Self.files(in: root, "vocabulary", ending: ".yaml") {
        guard let text = Self.text(file, log) else { continue }
        VocabularyFile.read(text, file: file, into: &vocabulary, log: log)
      }
    }
    vocabulary.encodings = Self.encodings(roots, log)
    var forms: [FormDefinition] = []
    for root in roots {
      for file in Self.definitionFiles(in: root, "forms", named: "form.yaml") {
        guard let text = Self.text(file, log), Self.isSurvey(text),
          let node = DefinitionNode.parse(text, file: file, log: log),
          let form = FormFile.read(
            node,
            over: forms,
            vocabulary: vocabulary,
            catalogue: &catalogue,
            log: log
          )
        else { continue }
        forms.removeAll { $0.id == form.id }
        forms.append(form)
      }
    }
    let ruleFile = BatchRuleFile(forms: forms, vocabulary: vocabulary, log: log)
    var batchRules: [BatchRule] = []
    for root in roots {
      for file in Self.files(in: root, "rules", ending: ".yaml") {
        guard let text = Self.text(file, log) else { continue }
        ruleFile.read(text, file: file, into: &batchRules, catalogue: &catalogue)
      }
    }
    self.batchRules = batchRules
    self.catalogue = catalogue
    self.vocabulary = vocabulary
    let compiled = forms.map { CompiledForm($0, vocabulary: vocabulary) }
    self.forms = compiled
    let turned = forms.compactMap(\.turned).map { CompiledForm($0, vocabulary: vocabulary) }
    tableForms = compiled + turned
    formIndex = FormIndex(tableForms, vocabulary: vocabulary)
    let outputs = OutputFormFile(log: DefinitionLog()).all(roots: roots)
    filledForms = outputs.map { ($0.mainSheet, $0.sourcesSheet) }
    units = UnitRegistry(UnitFile(log: log).all(roots), vocabulary: vocabulary)
    villages = Dictionary(
      units.units.filter { $0.level == .village }.map { (Vocabulary.key($0.name), $0.name) },
      uniquingKeysWith: { $1 }
    )
    problems = log.findings
  }

  /// Survey forms have a shape; forms that are only filled have a kind.
  private static func isSurvey(_ text: String) -> Bool {
    text.split(separator: "\n").contains { $0.hasPrefix("shape:") }
  }

  /// Whether a file is there.
  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// The text of a definition file; what cannot be read is reported.
  package static func text(_ file: String, _ log: DefinitionLog) -> String? {
    if let data = FileManager.default.contents(atPath: file),
      let text = String(validating: data, as: UTF8.self)
    {
      return text
    }
    log.report("unreadable", at: SourceLocation(file: file))
    return nil
  }

  private static func files(in root: String, _ folder: String, ending: String) -> [String] {
    let path = root + "/" + folder
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasSuffix(ending) }.sorted().map { path + "/" + $0 }
  }

  /// The files of a name in the folders of a folder: `forms/*/form.yaml`.
  package static func definitionFiles(
    in root: String,
    _ folder: String,
    named name: String
  ) -> [String] {
    let path = root + "/" + folder
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.sorted().map { "\(path)/\($0)/\(name)" }.filter {
      FileManager.default.fileExists(atPath: $0)
    }
  }

  /// The files that say which papers are needed, the province's own last.
  var evidenceFiles: [String] {
    roots.flatMap { Self.files(in: $0, "evidence", ending: ".yaml") }
  }

  /// The file of a definition by id, the province's own first.
  package func file(_ folder: String, id: String, named name: String) -> String? {
    roots.reversed().map { "\($0)/\(folder)/\(id)/\(name)" }.first {
      FileManager.default.fileExists(atPath: $0)
    }
  }

  private static func encodings(_ roots: [String], _ log: DefinitionLog) -> [LegacyEncoding] {
    var encodings: [LegacyEncoding] = []
    for root in roots {
      for file in files(in: root, "encodings", ending: ".yaml") {
        guard let text = text(file, log),
          let encoding = EncodingFile.read(text, file: file, log: log)
        else { continue }
        encodings.removeAll { $0.id == encoding.id }
        encodings.append(encoding)
      }
    }
    return encodings
  }

  private static func messages(_ roots: [String], _ log: DefinitionLog) -> MessageCatalogue {
    var catalogue = MessageCatalogue()
    for root in roots {
      for file in files(in: root, "messages", ending: ".yaml") {
        guard let text = text(file, log) else { continue }
        MessageCatalogueFile.read(text, file: file, into: &catalogue, log: log)
      }
    }
    return catalogue
  }

  /// The sentences alone, for those who need nothing else of the definitions; none where there are none.
  package static func messages(roots: [String]) -> MessageCatalogue {
    messages(roots, DefinitionLog())
  }

  /// The tables of old encodings that came with the program, for those who need nothing else of it.
  package static let builtInEncodings: @Sendable () -> [LegacyEncoding] = {
    builtInRoot().map { encodings([$0], DefinitionLog()) } ?? []
  }

  /// The built-in definitions: an environment variable, else `templates` beside the program or in a
  /// folder above it.
  package static func builtInRoot() -> String? {
    if let stated = ProcessInfo.processInfo.environment["NTM_TEMPLATES"] { return stated }
    let program =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments.first ?? ""
    var parts = program.split(separator: "/").dropLast()
    while !parts.isEmpty {
      for tail in ["templates", "share/ntm/templates"] {
        let root = "/" + parts.joined(separator: "/") + "/" + tail
        if FileManager.default.fileExists(atPath: root + "/vocabulary") { return root }
      }
      parts = parts.dropLast()
    }
    return nil
  }
}
