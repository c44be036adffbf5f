package import Findings
import Forms
package import SpreadsheetML
package import Tabular
import VietnameseText

/// Writes a grid of texts as a workbook: a column becomes numbers or dates where all its cells agree.
///
/// Whatever is doubtful stays the text that it was, and a finding says so.
package struct SheetTyping {
  private let grid: Grid
  private let file: String
  private let profiles: [Int: ColumnProfile]
  private let kinds: [Int: ColumnProfile.Kind]
  /// What was decided, and what was left, column by column.
  package let findings: [Finding]

  /// Looks through a grid; with `keepsText` every cell stays text.
  package init(_ grid: Grid, file: String, keepsText: Bool = false) {
    self.grid = grid
    self.file = file
    var profiles: [Int: ColumnProfile] = [:]
    if !keepsText {
      for index in grid.rows.indices {
        for cell in grid.cells(ofRowAt: index) {
          let text = grid.text(of: cell) ?? ""
          profiles[Int(cell.column), default: ColumnProfile()].add(
            text,
            row: Int(grid.rows[index].number)
          )
        }
      }
    }
    self.profiles = profiles
    kinds = profiles.mapValues { $0.decision.kind }
    findings = profiles.sorted { $0.key < $1.key }.flatMap { column, profile in
      Self.findings(profile, column: column, grid: grid, file: file)
    }
  }

  private static func findings(
    _ profile: ColumnProfile,
    column: Int,
    grid: Grid,
    file: String
  ) -> [Finding] {
    guard let rows = profile.rows else { return [] }
    let (kind, doubt) = profile.decision
    func finding(_ code: FindingCode, _ variant: String?, row: Int?, found: String? = nil)
      -> Finding
    {
      let first = CellReference(row: row ?? rows.lowerBound, column: column)
      let last = CellReference(row: row ?? rows.upperBound, column: column)
      return Finding(
        code,
        variant,
        at: SourceLocation(file: file, sheet: grid.name, range: CellRange(first, last)),
        header: profile.heading ?? CellReference.columnName(column),
        found: found,
        arguments: [
          "count": LocalizedText("\(profile.decidedByOthers)"),
          "proofs": LocalizedText("\(profile.numbers.proofs)"),
        ]
      )
    }
    if let doubt {
      let row = profile.place(of: doubt)
      let cell = row.flatMap { grid[CellReference(row: $0, column: column)] }
      return [
        finding(.keptAsText, doubt.rawValue, row: row, found: cell.flatMap { grid.text(of: $0) })
      ]
    }
    switch kind {
    case .identifier: return [finding(.identifierKept, nil, row: nil)]
    case .number(let mark, _) where profile.decidedByOthers > 0:
      return [finding(.decimalMarkDecided, mark == .comma ? "comma" : "point", row: nil)]
    case .date(let order) where profile.decidedByOthers > 0:
      return [finding(.dateOrderDecided, order == .dayFirst ? "day" : "month", row: nil)]
    case .text, .number, .date: return []
    }
  }

  // MARK: - Writing

  /// Formats by column, and the two that texts need.
  private struct Formats {
    var columns: [Int: StyleIndex] = [:]
    let quoted: StyleIndex
    let identifier: StyleIndex

    init(
      _ kinds: [Int: ColumnProfile.Kind],
      _ output: inout WorkbookOutput
    ) throws(WriteError) {
      let plain = CellFormat()
      quoted = try output.style(plain.with { $0.isQuoted = true })
      identifier = try output.style(plain.with { $0.numberFormat = "@" })
      for (column, kind) in kinds.sorted(by: { $0.key < $1.key }) {
        let code: String? =
          switch kind {
          case .number(_, let format): format
          case .date: "dd/mm/yyyy"
          case .text, .identifier: nil
          }
        guard let code else { continue }
        columns[column] = try output.style(plain.with { $0.numberFormat = code })
      }
    }
  }

  /// Writes the workbook to a path that does not exist yet.
  package func write(to path: String) throws(WriteError) {
    var output = try WorkbookOutput(path: path)
    let formats = try Formats(kinds, &output)
    var setup = SheetSetup(name: SheetName.cleaned(grid.name))
    setup.columnWidths = widths
    try output.beginSheet(setup)
    for index in grid.rows.indices {
      try output.beginRow(Int(grid.rows[index].number))
      for cell in grid.cells(ofRowAt: index) {
        try output.move(toColumn: Int(cell.column))
        try write(grid.text(of: cell) ?? "", column: Int(cell.column), formats, &output)
      }
    }
    try output.endSheet()
    try output.finish()
  }

  private func write(
    _ text: String,
    column: Int,
    _ formats: Formats,
    _ output: inout WorkbookOutput
  ) throws(WriteError) {
    let kind = kinds[column] ?? .text
    switch ColumnProfile.value(of: text, as: kind) {
    case .number(let number): try output.number(number, formats.columns[column] ?? .plain)
    case .date(let serial):
      try output.date(serial: Double(serial), formats.columns[column] ?? .plain)
    case nil:
      // A text that begins like a formula stays text also when somebody edits its cell.
      let isQuoted = text.first.map { "=+-@".contains($0) } ?? false
      try output.text(
        text,
        isQuoted ? formats.quoted : kind == .identifier ? formats.identifier : .plain
      )
    }
  }

  /// Wide enough for most texts of the first rows, within reason.
  private var widths: [Double?] {
    var lengths: [Int: Int] = [:]
    for index in grid.rows.indices.prefix(200) {
      for cell in grid.cells(ofRowAt: index) {
        let count = min(grid.text(of: cell)?.count ?? 0, 60)
        lengths[Int(cell.column)] = max(lengths[Int(cell.column)] ?? 0, count)
      }
    }
    let last = lengths.keys.max() ?? -1
    return (0..<(last + 1)).map { column in lengths[column].map { Double(max($0, 6) + 3) } }
  }
}
