import Tabular
import VietnameseText

/// The row under a heading that numbers the columns: `(1) (2)`, `A B 1 2`, `1 2 3=1+2`.
enum ColumnNumbers {
  /// Whether the row at an index numbers the columns.
  static func isNumberRow(_ index: Int, _ texts: SheetTexts) -> Bool {
    var numbers: [Int] = []
    var letters = 0
    for cell in texts.grid.cells(ofRowAt: index) {
      guard let text = texts.display(cell) else { continue }
      switch label(text) {
      case .number(let value): numbers.append(value)
      case .letter: letters += 1
      case nil: return false
      }
    }
    guard numbers.count + letters >= 3, numbers.count >= 2 else { return false }
    return zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 } && numbers[0] <= 3
      && numbers.count * 2 >= (numbers.last ?? 0) - numbers[0]
  }

  private enum Label {
    case number(Int)
    case letter
  }

  private static func label(_ text: String) -> Label? {
    var body = text[...]
    if body.hasPrefix("("), body.hasSuffix(")") { body = body.dropFirst().dropLast() }
    if let formula = body.firstIndex(of: "=") { body = body[..<formula] }
    body = body.drop { $0 == " " }
    while body.last == " " { body.removeLast() }
    if let value = Int(body), (0...300).contains(value) { return .number(value) }
    let isLetter = body.utf8.count == 1 && body.first.map { $0.isLetter } == true
    return isLetter ? .letter : nil
  }
}
