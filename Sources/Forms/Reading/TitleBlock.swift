package import Tabular
import VietnameseText

/// A fact of the title block with the cell it stands in.
package struct LocatedFact: Sendable {
  package var fact: String
  package var text: String
  package var cell: CellReference

  package init(fact: String, text: String, cell: CellReference) {
    self.fact = fact
    self.text = text
    self.cell = cell
  }
}

/// Reads what stands above a table: village, commune, year, the unit of the figures.
struct TitleBlock {
  let texts: SheetTexts
  let form: FormDefinition
  let vocabulary: Vocabulary

  private(set) var facts: [LocatedFact] = []
  /// The unit line of the table, such as "Đơn vị tính: triệu đồng".
  private(set) var unit: (unit: Vocabulary.Unit, cell: CellReference)?
  /// The texts of the block, for recognising the form by its title.
  private(set) var titles: [(text: String, cell: CellReference)] = []

  /// Reads the rows at the given indices into the grid's rows.
  init(
    rows: Range<Int>,
    texts: SheetTexts,
    merges: MergeMap,
    form: FormDefinition,
    vocabulary: Vocabulary
  ) {
    self.texts = texts
    self.form = form
    self.vocabulary = vocabulary
    // A body below a table signs it; only one above the first table has sent it.
    var letterhead = rows.lowerBound == 0 ? Letterhead(vocabulary) : nil
    for index in rows {
      let row = Int(texts.grid.rows[index].number)
      let cells = Array(texts.grid.cells(ofRowAt: index))
      for (position, cell) in cells.enumerated() {
        guard let text = texts.display(cell) else { continue }
        let reference = CellReference(row: row, column: Int(cell.column))
        titles.append((text, reference))
        for unit in letterhead?.read(text, column: reference.column) ?? [] {
          let known = form.facts.first { $0.place == unit.level }?.id
          facts.append(LocatedFact(fact: known ?? unit.level, text: unit.name, cell: reference))
        }
        let next = cells[(position + 1)...].lazy.compactMap { cell in
          texts.display(cell).map { ($0, CellReference(row: row, column: Int(cell.column))) }
        }.first
        read(text, at: reference, next: next)
      }
    }
  }

  static func isUnitLine(_ key: String, _ vocabulary: Vocabulary) -> Bool {
    vocabulary.unitLines.contains { key.beginsWithWords($0) }
  }

  private mutating func read(
    _ text: String,
    at cell: CellReference,
    next: (text: String, cell: CellReference)?
  ) {
    readUnitLine(text, at: cell, next: next)
    for part in text.split(whereSeparator: { $0 == ";" || $0 == "|" || $0 == "\n" }) {
      let part = part.drop { $0 == "#" || $0 == " " || $0 == "(" }
      if let colon = part.firstIndex(of: ":") {
        let value = CanonicalText.tidy(String(part[part.index(after: colon)...]))
        let label = Vocabulary.key(String(part[..<colon]))
        if !value.isEmpty {
          add(label, value, cell)
        } else if let next {
          add(label, next.text, next.cell)
        }
      } else if let next {
        add(Vocabulary.key(String(part)), next.text, next.cell)
      }
    }
  }

  private mutating func add(_ label: String, _ value: String, _ cell: CellReference) {
    for fact in form.facts where fact.labelKeys.contains(label) {
      // What follows a label must be a value and not the next label.
      guard !value.contains(":") else { return }
      facts.append(LocatedFact(fact: fact.id, text: value, cell: cell))
      return
    }
    // Any word for a kind of village introduces its name: "Ấp: Tân Lập".
    guard vocabulary.villageKinds.contains(label), !value.contains(":"),
      let village = form.facts.first(where: { $0.place == "village" })
    else { return }
    facts.append(LocatedFact(fact: village.id, text: value, cell: cell))
  }

  /// The part of a line that gives the unit: it begins the line, or follows another label in it.
  private static func unitPart(_ text: String, _ vocabulary: Vocabulary) -> String? {
    if isUnitLine(Vocabulary.key(text), vocabulary) { return text }
    guard text.count(where: { $0 == ":" }) > 1 else { return nil }
    let words = text.split(separator: " ")
    for start in words.indices.dropFirst() {
      let rest = words[start...].joined(separator: " ")
      if isUnitLine(Vocabulary.key(rest), vocabulary) { return rest }
    }
    return nil
  }

  private mutating func readUnitLine(
    _ text: String,
    at cell: CellReference,
    next: (text: String, cell: CellReference)?
  ) {
    guard let text = Self.unitPart(text, vocabulary) else { return }
    let tail = text.firstIndex(of: ":").map { String(text[text.index(after: $0)...]) } ?? ""
    // "Triệu đồng, người": what is counted needs no unit.
    let listed = tail.split(separator: ",").map { vocabulary.unit(String($0)) }
    let amounts = listed.compactMap { $0 }.filter { !$0.isCount }
    if let unit = vocabulary.unit(tail) {
      self.unit = (unit, cell)
    } else if listed.count > 1, !listed.contains(where: { $0 == nil }), amounts.count == 1 {
      unit = (amounts[0], cell)
    } else if Vocabulary.key(tail).isEmpty, let next, let unit = vocabulary.unit(next.text) {
      self.unit = (unit, next.cell)
    }
  }

  /// The first fact of an id, with other values that contradict it.
  func fact(_ id: String) -> (first: LocatedFact, others: [LocatedFact])? {
    let all = facts.filter { $0.fact == id }
    guard let first = all.first else { return nil }
    let others = all.dropFirst().filter { Vocabulary.key($0.text) != Vocabulary.key(first.text) }
    return (first, Array(others))
  }
}
