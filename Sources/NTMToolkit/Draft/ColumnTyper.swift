import Forms
import Tabular
import VietnameseText

/// Guesses the type of a field from what stands in its column, and says what it is not sure of.
struct ColumnTyper {
  struct Guess {
    var kind: FieldDefinition.Kind
    var unit: String?
    var choices: [String] = []
    var questions: [(String, [String: String])] = []
  }

  let vocabulary: Vocabulary
  /// The unit line above the table, as written.
  let unitLine: String?
  /// No more answers than this make a choice; with more, the column is free text.
  private static let mostChoices = 8

  func guess(_ content: ColumnContent, unit: String?) -> Guess {
    guard content.count > 0 else {
      return Guess(kind: .text, questions: [("draft-empty", [:])])
    }
    let figures = content.wholes + content.decimals + content.percents
    if content.codes > 0, content.codes + content.wholes == content.count {
      return Guess(kind: .code)
    }
    if content.marks == content.count { return Guess(kind: .mark) }
    if content.marks > 0, content.marks + content.wholes == content.count {
      return Guess(kind: .mark, questions: [("draft-mark-or-number", [:])])
    }
    if content.dates > 0, content.dates + content.years == content.count {
      return content.years > 0
        ? Guess(kind: .year, questions: [("draft-year-or-date", [:])]) : Guess(kind: .date)
    }
    if figures * 10 >= content.count * 7 { return figure(content, figures, unit) }
    return words(content)
  }

  private func figure(_ content: ColumnContent, _ figures: Int, _ unit: String?) -> Guess {
    var guess = Guess(kind: .count)
    if content.years == content.count {
      guess.kind = .year
    } else if content.percents > 0 {
      guess.kind = .percent
    } else {
      let stated = unit ?? lineUnit
      let base = stated.flatMap { vocabulary.unit($0) }
      guess.unit = stated
      if base?.base == "%" {
        guess.kind = .percent
      } else if let base, !base.isCount {
        guess.kind = base.base == "m" ? .length : .amount
      } else if content.decimals > 0 {
        guess.kind = .amount
        guess.questions.append(("draft-unit", [:]))
      }
      // The unit line holds for sums of money; whole numbers without a unit of their own may be counts.
      if unit == nil, base != nil, content.decimals == 0 {
        guess.kind = .count
        guess.unit = nil
        guess.questions.append(("draft-count-or-amount", ["unit": stated ?? ""]))
      }
    }
    if let odd = content.odd, figures < content.count {
      guess.questions.append(
        ("draft-odd", ["cell": odd.cell.description, "text": odd.text])
      )
    }
    return guess
  }

  /// The unit that the unit line names after its colon.
  private var lineUnit: String? {
    guard let unitLine, let colon = unitLine.firstIndex(of: ":") else { return nil }
    let tail = CanonicalText.tidy(String(unitLine[unitLine.index(after: colon)...]))
    return vocabulary.unit(tail) == nil ? nil : tail
  }

  /// Few words that come again and again are the answers of a choice.
  private func words(_ content: ColumnContent) -> Guess {
    let distinct = content.words.count
    if content.other > 0, distinct <= Self.mostChoices, content.count >= 4,
      content.count >= 2 * distinct, content.villages == 0
    {
      return Guess(
        kind: .choice,
        choices: content.words,
        questions: [("draft-choices", ["count": "\(distinct)"])]
      )
    }
    return Guess(kind: .text)
  }

  /// The type of one indicator from its only value.
  func guess(value: String, unit: String?) -> Guess {
    let key = Vocabulary.key(value)
    let quantity = NumberReader.read(value)
    let stated = unit.flatMap { vocabulary.unit($0) }
    if stated?.base == "%" { return Guess(kind: .percent) }
    if let stated, !stated.isCount {
      return Guess(kind: stated.base == "m" ? .length : .amount, unit: unit)
    }
    if quantity != .notANumber {
      var guess = Guess(kind: .count, unit: stated == nil ? nil : unit)
      if unit != nil, stated == nil {
        guess.questions.append(("draft-unknown-unit", ["unit": unit ?? ""]))
      }
      return guess
    }
    if vocabulary.mark(key) != nil { return Guess(kind: .mark) }
    return Guess(kind: .text, questions: [("draft-type", ["text": value])])
  }
}
