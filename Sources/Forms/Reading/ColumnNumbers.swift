import Tabular
import VietnameseText

/// The row under a heading that numbers the columns: `(1) (2)`, `A B 1 2`, `1 2 3=1+2`.
enum ColumnNumbers {
  /// Whether the row at an index numbers the columns.
  ///
  /// Every cell is a label, and the labels count: letters from A on, then numbers that rise by one or
  /// two. A household without a name (`1`, blank, `4`, `x`) does not count like that.
  static func isNumberRow(_ index: Int, _ texts: SheetTexts) -> Bool {
    var numbers: [Int] = []
    var letters: [Character] = []
    var bracketed = 0
    var last: Int?
    for cell in texts.grid.cells(ofRowAt: index) {
      guard let text = texts.display(cell) else { continue }
      // What stands beyond a gap is beside the table.
      if let last, Int(cell.column) - last > 2, numbers.count + letters.count >= 3 { break }
      last = Int(cell.column)
      if text.hasPrefix("(") { bracketed += 1 }
      switch label(text) {
      case .number(let value): numbers.append(value)
      case .letter(let letter):
        guard numbers.isEmpty else { return false }
        letters.append(letter)
      case nil: return false
      }
    }
    guard numbers.count + letters.count >= 3, numbers.count >= 2, numbers[0] <= 3 else {
      return false
    }
    guard zip(letters, "ABCDEFGH").allSatisfy({ $0 == $1 }), letters.count <= 8 else {
      return false
    }
    guard zip(numbers, numbers.dropFirst()).allSatisfy({ (1...2).contains($1 - $0) }) else {
      return false
    }
    // Three bare numbers in a row may still be a household's: brackets or more of them decide.
    return bracketed > 0 || letters.count + numbers.count >= 4
  }

  private enum Label {
    case number(Int)
    case letter(Character)
  }

  private static func label(_ text: String) -> Label? {
    var body = text[...]
    if let formula = body.firstIndex(of: "=") { body = body[..<formula] }
    func trim() {
      body = body.drop { $0 == " " }
      while body.last == " " { body.removeLast() }
    }
    trim()
    if body.hasPrefix("("), body.hasSuffix(")") { body = body.dropFirst().dropLast() }
    // `(5=3+4)` lost its closing bracket with the formula.
    if body.hasPrefix("("), text.hasSuffix(")") { body = body.dropFirst() }
    trim()
    if let value = Int(body), (0...300).contains(value) { return .number(value) }
    guard body.utf8.count == 1, let letter = body.first, letter.isLetter else { return nil }
    return .letter(letter)
  }
}
