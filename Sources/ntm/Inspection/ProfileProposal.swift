import Definitions
import Findings
import Forms
import NTMToolkit
import Tabular

/// A mapping profile drawn up from what was read: what is certain as it is, what is not as comments.
struct ProfileProposal {
  let store: DefinitionStore
  let language: Language
  private var form: FormDefinition?
  private var files: [String] = []
  private var lines: [String] = []
  private var paths: Set<String> = []

  init(store: DefinitionStore, language: Language) {
    self.store = store
    self.language = language
  }

  private func phrase(_ key: String, _ values: [String: String] = [:]) -> String {
    store.catalogue.phrase(key, in: language, values)
  }

  /// Takes over the columns of a file; a heading that is known already is not said twice.
  mutating func add(_ file: FileImport) {
    files.append(file.file.name)
    for sheet in file.sheets {
      guard let form = sheet.form?.definition else { continue }
      self.form = self.form ?? form
      // One profile speaks of one form.
      guard form.id == self.form?.id else { continue }
      for table in sheet.tables {
        for column in table.columns { add(column, form) }
        for column in table.unread { add(column, form) }
      }
    }
  }

  private func name(_ target: ColumnTarget, _ form: FormDefinition) -> String {
    let field = form.columnFields[target.field]
    return target.choice.map { "\(field.id) = \(field.choices[$0].id)" } ?? field.id
  }

  private mutating func add(_ column: MappedColumn, _ form: FormDefinition) {
    guard paths.insert(column.path).inserted else { return }
    if column.match.score < ColumnMatch.certain {
      lines.append("  # ? " + phrase("profile-weak", ["header": column.path]))
    }
    lines.append("  \(Self.quoted(column.path)): \(name(column.target, form))")
  }

  private mutating func add(_ column: UnreadColumn, _ form: FormDefinition) {
    guard !column.path.isEmpty, paths.insert(column.path).inserted else { return }
    let path = Self.quoted(column.path)
    if column.isIgnored {
      lines.append("  \(path): ignore")
    } else if let match = column.nearest {
      let field = form.columnFields[match.target.field].label[language]
      lines.append("  # ? " + phrase("profile-doubtful", ["field": field]))
      lines.append("  # \(path): \(name(match.target, form))")
    } else {
      lines.append("  # ? " + phrase("profile-unknown"))
      lines.append("  # \(path): ignore")
    }
  }

  /// A heading as a double-quoted YAML key.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text {
      if character == "\"" || character == "\\" { result.append("\\") }
      result.append(character)
    }
    return result + "\""
  }

  var text: String {
    var all = ["# " + phrase("profile-title", ["files": files.joined(separator: ", ")])]
    all.append("# " + phrase("profile-use"))
    all.append(form.map { "form: \($0.id)" } ?? "# form: household-survey")
    all.append("# " + phrase("profile-decimal"))
    all.append("# decimal: comma")
    all.append("# " + phrase("profile-unit"))
    all.append("# unit: 1.000 đồng")
    all.append("# " + phrase("profile-village"))
    all.append("# village: …")
    all.append(lines.contains { !$0.hasPrefix("  #") } ? "columns:" : "# columns:")
    return (all + lines).joined(separator: "\n") + "\n"
  }
}
