import Expressions
import Forms
import Tabular
import VietnameseText

/// The keys of the texts of a sheet's records, for what compares records with one another.
final class RecordKeys {
  private let texts: SheetTexts
  /// By field what was asked last: the village is the same row after row.
  private var last: [(text: String, key: String)]

  init(_ texts: SheetTexts, fieldCount: Int) {
    self.texts = texts
    last = Array(repeating: ("", Vocabulary.key("")), count: fieldCount)
  }

  /// The key of a record's text in a field.
  func key(_ text: String, _ field: Int, of record: Record) -> String {
    if last[field].text.hasBytes(of: text) { return last[field].key }
    let key = texts.key(of: text, at: record.places[field])
    last[field] = (text, key)
    return key
  }

  /// Adds the values of some fields to a digest; answers whether all of them are given.
  func add(_ fields: [Int], of record: Record, to digest: inout Digest.Maker) -> Bool {
    for field in fields {
      digest.separate()
      switch record.values[field] {
      case nil: return false
      case .text(let text)?: digest.add(key(text, field, of: record))
      case let value?: digest.add(value)
      }
    }
    return true
  }
}
