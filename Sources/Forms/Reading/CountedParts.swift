import Tabular
import VietnameseText

/// What a matrix counts, where no column says it: "Số hộ | Số khẩu" under each heading in place of a row for each, or
/// households throughout because every heading speaks of them.
struct CountedParts {
  /// The columns that count one thing, with the choice that they are.
  struct Part {
    var field: Int
    var choice: FieldDefinition.Choice
    var cell: CellReference
    var band: HeaderBand
  }

  /// One part for each choice that has columns; empty where the table has a column for it, or nothing tells.
  private(set) var parts: [Part] = []

  /// `titles` are the texts above the table.
  init(_ band: HeaderBand, form: FormDefinition, titles: [String]) {
    guard let index = form.fields.firstIndex(where: { $0.isToldByHeadings }),
      !band.columns.contains(where: {
        $0.match?.target.field == index && ($0.match?.score ?? 0) >= ColumnMatch.usable
      })
    else { return }
    let field = form.fields[index]
    var columns: [Int: [Int]] = [:]
    for (position, column) in band.columns.enumerated() {
      guard (column.match?.score ?? 0) >= ColumnMatch.usable, let leaf = column.own.last,
        column.own.count > 1 || column.inherited.count > 1,
        let choice = field.choices.firstIndex(where: { $0.words.contains(leaf.bareKey) })
      else { continue }
      columns[choice, default: []].append(position)
    }
    columns = columns.filter { $0.value.count >= 3 }
    if !columns.isEmpty {
      for (choice, own) in columns.sorted(by: { $0.value[0] < $1.value[0] }) {
        let others = Set(columns.filter { $0.key != choice }.flatMap(\.value))
        var part = band
        part.columns = band.columns.indices.filter { !others.contains($0) }
          .map { band.columns[$0] }
        parts.append(
          Part(
            field: index,
            choice: field.choices[choice],
            cell: band.columns[own[0]].cell,
            band: part
          )
        )
      }
      return
    }
    // The word of one choice in the headings, and that of no other anywhere.
    let usable = band.columns.filter { column in
      (column.match?.score ?? 0) >= ColumnMatch.usable
        && column.match.map { form.fields[$0.target.field].kind.isFigure } == true
    }
    let headings = usable.flatMap { $0.own.map(\.key) }
    let above = titles.map { Vocabulary.key($0) }
    let told = field.choices.filter { choice in
      choice.words.contains { word in headings.contains { $0.holdsWords(word) } }
    }
    let others = field.choices.filter { choice in
      choice.id != told.first?.id
        && choice.words.contains { word in
          above.contains { $0.holdsWords(word) }
            || band.columns.contains { $0.own.contains { $0.key.holdsWords(word) } }
        }
    }
    guard told.count == 1, others.isEmpty, let first = usable.first else { return }
    parts = [Part(field: index, choice: told[0], cell: first.cell, band: band)]
  }
}
