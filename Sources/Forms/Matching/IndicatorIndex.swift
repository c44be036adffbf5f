import VietnameseText

/// The rows of a sheet of indicators by their codes and names.
final class IndicatorIndex: Sendable {
  /// The columns as a form of their own; a list, since a form cannot hold another.
  let columnForm: [CompiledForm]
  private let codes: [String: Int]
  private let names: LabelIndex

  init(_ form: FormDefinition, vocabulary: Vocabulary) {
    var columns = FormDefinition(
      id: form.id,
      version: form.version,
      title: form.title,
      shape: .list
    )
    columns.fields = form.columns
    columns.titles = form.titles
    columns.facts = form.facts
    columnForm = [CompiledForm(columns, vocabulary: vocabulary)]
    names = LabelIndex(form, vocabulary: vocabulary)
    var codes: [String: Int] = [:]
    for (index, field) in form.fields.enumerated() {
      if let code = field.code.map(Self.codeKey) { codes[code] = codes[code] ?? index }
    }
    self.codes = codes
  }

  /// A code without what people vary: `CT 01`, `ct1` and `CT-01` are one.
  static func codeKey(_ text: String) -> String {
    var result = ""
    var digits = ""
    func flush() {
      guard !digits.isEmpty else { return }
      let short = digits.drop { $0 == "0" }
      result += short.isEmpty ? "0" : String(short)
      digits = ""
    }
    for character in CanonicalText.key(text) where character != " " {
      if character.isASCII, character.isNumber {
        digits.append(character)
      } else {
        flush()
        result.append(character)
      }
    }
    flush()
    return result
  }

  /// Whether a text is written like the codes of this form, known or not.
  func isCodeLike(_ text: String) -> Bool {
    let key = Self.codeKey(text)
    let letters = key.prefix { !$0.isNumber }
    return !letters.isEmpty && key.last?.isNumber == true
      && codes.keys.contains { $0.prefix { !$0.isNumber } == letters }
  }

  func field(code: String) -> Int? { codes[Self.codeKey(code)] }

  /// The field that a row's name means, with how sure that is.
  func match(name: String, vocabulary: Vocabulary) -> ColumnMatch? {
    let found = names.matches([[HeaderText(name, vocabulary: vocabulary)]]).filter {
      $0.target.choice == nil
    }
    guard let first = found.first else { return nil }
    // Two equally good readings are a question, not an answer.
    if found.count > 1, found[1].score >= first.score - 0.005 { return nil }
    return first
  }
}
