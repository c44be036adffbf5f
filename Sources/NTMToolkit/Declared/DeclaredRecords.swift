package import Definitions
import Evaluation
package import Findings
import Forms
package import Reporting
import Tabular
import VietnameseText

/// The rows of an evaluation form as typed records, before any criteria set is asked.
package struct DeclaredRecords {
  private static let others = "declared-figures"
  /// The id of the form that we filled, or `declared-figures` for somebody else's layout.
  package private(set) var form = others
  package private(set) var records: [JSONText] = []
  package private(set) var findings: [Finding] = []

  /// Reads the first table of declared figures of each sheet; `nil` where there is none.
  package static func read(_ opened: OpenedFile, file: String, store: DefinitionStore) -> Self? {
    let headings = DeclaredHeadings(store.vocabulary)
    let sources = Set(store.filledForms.map(\.sources))
    let forms = OutputFormFile(log: DefinitionLog()).all(store)
    var result = Self()
    for grid in opened.grids where !grid.isHidden && !sources.contains(grid.name) {
      guard
        let table = DeclaredTable(
          in: grid,
          file: file,
          headings: headings,
          needing: DeclaredFigures.needed
        )
      else { continue }
      result.form = forms.first { $0.sheet == grid.name }?.id ?? others
      result.findings += table.findings
      result.read(table, store.vocabulary)
    }
    return result.records.isEmpty ? nil : result
  }

  private mutating func read(_ table: DeclaredTable, _ vocabulary: Vocabulary) {
    var resolver = CodeResolver(set: nil, vocabulary: vocabulary)
    for index in table.rows where !table.grid.rows[index].isHidden {
      var fields: [(String, JSONText?)] = []
      switch resolver.subject(table, rowAt: index, &findings) {
      case .nothing: continue
      case .indicator(let code): fields.append(("indicator", .text(code)))
      case .criterion(let number): fields.append(("criterion_number", .text(number)))
      }
      var cells: [(String, JSONText?)] = []
      for (meaning, _) in vocabulary.declaredHeadings where !["code", "ordinal"].contains(meaning) {
        guard let (cell, text, place) = table.cell(meaning, rowAt: index) else { continue }
        fields.append((meaning, value(meaning, cell, text, table, vocabulary)))
        cells.append((meaning, .text(place.description)))
      }
      records.append(
        .object([
          ("form", .text(form)), ("file", .text(table.file)), ("sheet", .text(table.grid.name)),
          ("row", .whole(Int(table.grid.rows[index].number) + 1)),
          ("fields", .object(fields)), ("cells", .object(cells)),
        ])
      )
    }
  }

  private func value(
    _ meaning: String,
    _ cell: PackedCell,
    _ text: String,
    _ table: DeclaredTable,
    _ vocabulary: Vocabulary
  ) -> JSONText {
    if Claim.Author(rawValue: meaning) != nil {
      let key = Vocabulary.key(RemarkedWord(text).body)
      return .text(vocabulary.verdicts[key] ?? text)
    }
    switch cell.kind {
    case .boolean: return .flag(cell.payload == 1)
    case .number:
      guard let exact = PlainNumber.exact(cell.number) else { return .text(text) }
      let isShare = table.grid.style(of: cell).isPercentage
      return .number(isShare ? exact.multiplied(by: ExactDecimal(100)) ?? exact : exact)
    default:
      guard ["value", "numerator", "denominator"].contains(meaning),
        case .certain(let number, _) = NumberReader.read(
          text.hasSuffix("%") ? String(text.dropLast()) : text
        )
      else { return .text(text) }
      return .number(number)
    }
  }
}
