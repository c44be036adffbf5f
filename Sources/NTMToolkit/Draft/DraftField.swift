import Forms
import VietnameseText

/// A field of a draft: what its column suggests, and what has to be asked.
struct DraftField {
  var id = ""
  let path: [String]
  let unit: String?
  private(set) var kind: FieldDefinition.Kind
  var role = FieldDefinition.Role.value
  var place: String?
  var code: String?
  var isRequired = false
  /// Whether it is written as a comment only.
  var isDisabled = false
  /// Phrases with their values: what is uncertain.
  var questions: [(String, [String: String])]
  private let choices: [String]
  /// How many different texts stand in the column.
  let variety: Int

  init(_ column: TableSketch.Column, _ typer: ColumnTyper) {
    let guess = typer.guess(column.values, unit: column.unit)
    path = column.path
    unit = guess.unit
    kind = guess.kind
    choices = guess.choices
    questions = guess.questions
    variety = column.values.words.count
    if column.values.villages > 0, column.values.villages * 2 >= column.values.count {
      role = .group
    }
  }

  init(indicator name: String, value: String, unit: String?, _ typer: ColumnTyper) {
    let guess = typer.guess(value: value, unit: unit)
    path = [name]
    self.unit = guess.unit
    kind = guess.kind
    choices = []
    questions = guess.questions
    variety = 0
  }

  /// Takes the role of a field that another form has under this heading, and its type where the cells
  /// do not speak against it.
  mutating func adopt(_ twin: FieldDefinition) {
    let isStructure = twin.role != .value && twin.role != .identifier
    if isStructure, twin.kind != .choice {
      role = twin.role
      kind = twin.kind
      questions = []
      isRequired = twin.role == .name
    } else if twin.kind == .text || (twin.kind == .mark && kind == .text && variety == 0) {
      kind = twin.kind
      questions.removeAll { $0.0 == "draft-empty" }
    }
    if kind == .text, twin.place != nil { role = .group }
  }

  /// The field as lines of YAML.
  func lines(shape: FormDefinition.Shape) -> [String] {
    let leaf = path.last ?? id
    var lines = [
      "- id: \(id)", "  label: {vi: \(Self.quoted(leaf)), en: \(Self.quoted(leaf))}",
    ]
    if let code { lines.append("  code: \(Self.quoted(code))") }
    lines.append("  type: \(kind.rawValue)")
    if role != .value { lines.append("  role: \(role.rawValue)") }
    if let place { lines.append("  place: \(place)") }
    if isRequired { lines.append("  required: true") }
    if let unit, kind.isFigure, kind != .percent { lines.append("  unit: \(Self.quoted(unit))") }
    if path.count > 1, shape != .indicators {
      lines.append("  paths: [\(Self.quoted(path.joined(separator: " > ")))]")
    } else {
      lines.append("  headers: [\(Self.quoted(leaf))]")
    }
    if kind == .choice {
      lines.append("  choices:")
      var ids = DraftNames()
      for word in choices {
        lines.append(
          "    - {id: \(ids.unique(DraftNames.slug(word))), label: {vi: \(Self.quoted(word)), en: \(Self.quoted(word))}, words: [\(Self.quoted(word))]}"
        )
      }
    }
    return lines
  }

  /// A text in double quotes, as YAML and JSON read it.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for character in text {
      if character == "\"" || character == "\\" { result.append("\\") }
      result.append(character.isNewline ? " " : character)
    }
    return result + "\""
  }
}

/// Ids of fields and choices: letters without accents, each once.
struct DraftNames {
  private var taken: Set<String> = []

  /// The first words of a heading as an id: `Số hộ nghèo` is `so_ho_ngheo`.
  static func slug(_ text: String) -> String {
    let words = CanonicalText.accentFreeKey(text).split(separator: " ").map { word in
      String(word.filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
    }.filter { !$0.isEmpty }
    let slug = words.prefix(5).joined(separator: "_")
    guard let first = slug.first else { return "field" }
    return first.isNumber ? "n" + slug : slug
  }

  mutating func unique(_ id: String) -> String {
    var result = id
    var number = 2
    while !taken.insert(result).inserted {
      result = "\(id)_\(number)"
      number += 1
    }
    return result
  }
}

/// The fields of all forms by their headings, so that a draft calls the same things the same.
struct KnownFields {
  private var fields: [String: FieldDefinition] = [:]
  private var columns: [String: IndicatorColumn] = [:]

  init(_ forms: [FormDefinition]) {
    for form in forms {
      for field in form.fields {
        for header in field.headers where fields[Vocabulary.key(header)] == nil {
          fields[Vocabulary.key(header)] = field
        }
      }
      for column in form.columns {
        for header in column.headers {
          columns[Vocabulary.key(header)] = IndicatorColumn(rawValue: column.id)
        }
      }
    }
  }

  func field(_ keys: [String]) -> FieldDefinition? { keys.lazy.compactMap { fields[$0] }.first }

  func indicatorColumn(_ keys: [String]) -> IndicatorColumn? {
    keys.lazy.compactMap { columns[$0] }.first
  }
}
