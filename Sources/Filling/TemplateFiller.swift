package import SpreadsheetML
package import Tabular

/// Why a template cannot be filled: its cell or part, and what is wrong.
package struct FillProblem: Error, Hashable, Sendable {
  /// A variant of `template-error` in the message catalogue.
  package var problem: String
  package var sheet: String?
  package var cell: CellReference?
  package var detail: String
  /// What the data has in its place, for whoever mistyped a name.
  package var known: [String] = []
}

/// Works out what a template becomes with some data; nothing is written here.
package struct TemplateFiller {
  /// The result: edits of sheets that keep their rows, and new layouts of those that do not.
  package struct Result {
    package var edits: [String: [CellEdit]] = [:]
    package var layouts: [String: LineLayout] = [:]
    package var problems: [FillProblem] = []
    /// Data that no placeholder used.
    package var unused: [String] = []
    package var placeholders = 0

    /// Notes what is wrong, once for each cell of the template.
    fileprivate mutating func report(
      _ problem: String,
      _ sheet: String,
      _ cell: CellReference,
      _ detail: String,
      known: [String] = []
    ) {
      let new = FillProblem(
        problem: problem,
        sheet: sheet,
        cell: cell,
        detail: detail,
        known: known
      )
      if !problems.contains(new) { problems.append(new) }
    }
  }

  private let data: FillData
  private var used: Set<String> = []

  package init(data: FillData) { self.data = data }

  /// Fills the grids of a template; `names` are its defined names.
  package mutating func fill(_ grids: [Grid], names: [Workbook.DefinedName]) -> Result {
    var result = Result()
    var blocks: [String: [RowBlock]] = [:]
    for name in names where name.name.hasPrefix("each.") {
      guard let block = RowBlock(name) else {
        result.problems.append(
          FillProblem(
            problem: "block-rows",
            sheet: nil,
            cell: nil,
            detail: "\(name.name) = \(name.text)"
          )
        )
        continue
      }
      guard grids.contains(where: { $0.name == block.sheet }) else {
        result.problems.append(
          FillProblem(
            problem: "block-sheet",
            sheet: nil,
            cell: nil,
            detail: "\(name.name) = \(name.text)"
          )
        )
        continue
      }
      blocks[block.sheet, default: []].append(block)
    }
    for grid in grids { fill(grid, blocks[grid.name] ?? [], &result) }
    result.unused = data.leaves().filter { path in
      !used.contains { path == $0 || path.hasPrefix($0 + ".") || $0.hasPrefix(path + ".") }
    }
    return result
  }

  private mutating func fill(_ grid: Grid, _ blocks: [RowBlock], _ result: inout Result) {
    if let overlap = RowBlock.overlap(blocks) {
      result.problems.append(
        FillProblem(problem: "block-overlap", sheet: grid.name, cell: nil, detail: overlap)
      )
      return
    }
    let output = expand(blocks, grid, &result)
    let rows = output.rows
    var edits: [CellEdit] = []
    for (number, row) in rows.enumerated() {
      guard let index = grid.rowIndex(of: row.template) else { continue }
      for cell in grid.cells(ofRowAt: index) {
        guard let text = grid.text(of: cell), cell.kind == .sharedText || cell.kind == .localText
        else { continue }
        let place = CellReference(row: row.template, column: Int(cell.column))
        guard let placeholder = Placeholder(text) else { continue }
        result.placeholders += 1
        if let value = value(
          placeholder,
          row.scope,
          grid,
          cell,
          place,
          &result
        ) {
          edits.append(CellEdit(CellReference(row: number, column: place.column), value))
        }
      }
    }
    if !blocks.isEmpty {
      result.layouts[grid.name] = LineLayout(
        sources: rows.map(\.template),
        covering: Self.lastRow(blocks, grid) + 1,
        instances: output.instances
      )
    }
    if !edits.isEmpty { result.edits[grid.name] = edits }
  }

  // MARK: - Rows

  private struct OutputRow {
    var template: Int
    var scope: FillScope
  }

  /// The rows of the result, and where each repetition of a block is among them.
  private struct Output {
    var rows: [OutputRow] = []
    var instances: [LineLayout.Instance] = []
  }

  private static func lastRow(_ blocks: [RowBlock], _ grid: Grid) -> Int {
    max(Int(grid.rows.last?.number ?? -1), blocks.map(\.rows.upperBound).max() ?? -1)
  }

  private mutating func expand(_ blocks: [RowBlock], _ grid: Grid, _ result: inout Result) -> Output
  {
    var output = Output()
    let last = Self.lastRow(blocks, grid)
    guard last >= 0 else { return output }
    let sorted = blocks.sorted { $0.rows.count > $1.rows.count }
    expand(0...last, sorted, FillScope(root: data), grid.name, &output, &result)
    return output
  }

  private mutating func expand(
    _ rows: ClosedRange<Int>,
    _ blocks: [RowBlock],
    _ scope: FillScope,
    _ sheet: String,
    _ output: inout Output,
    _ result: inout Result
  ) {
    var row = rows.lowerBound
    while row <= rows.upperBound {
      guard let block = blocks.first(where: { $0.rows.lowerBound == row }) else {
        output.rows.append(OutputRow(template: row, scope: scope))
        row += 1
        continue
      }
      let inner = blocks.filter { $0 != block }
      for (number, element) in elements(block, scope, sheet, &result).enumerated() {
        var own = scope
        own.blocks.append((block.path, element, number + 1))
        let start = output.rows.count
        let place = output.instances.count
        output.instances.append(LineLayout.Instance(block: block.rows, result: start..<start))
        expand(block.rows, inner, own, sheet, &output, &result)
        output.instances[place].result = start..<output.rows.count
      }
      row = block.rows.upperBound + 1
    }
  }

  /// The elements that a block repeats for: relative to the block around it where its path begins so.
  private mutating func elements(
    _ block: RowBlock,
    _ scope: FillScope,
    _ sheet: String,
    _ result: inout Result
  ) -> [FillData] {
    var found: FillData?
    if let outer = scope.blocks.last, block.path.hasPrefix(outer.path + ".") {
      found = outer.element.value(
        at: block.path.dropFirst(outer.path.count + 1).split(separator: ".")
      )
    } else {
      found = data.value(at: block.path.split(separator: "."))
    }
    used.insert(block.path)
    if case .list(let list)? = found { return list }
    let place = CellReference(row: block.rows.lowerBound, column: 0)
    result.report("block-data", sheet, place, block.path, known: data.leaves())
    return []
  }

  // MARK: - Values

  private mutating func value(
    _ placeholder: Placeholder,
    _ scope: FillScope,
    _ grid: Grid,
    _ cell: PackedCell,
    _ place: CellReference,
    _ result: inout Result
  ) -> EditValue? {
    func fail(_ problem: String, _ path: String) -> EditValue? {
      let known = problem == "long-text" ? [] : scope.known(path)
      result.report(problem, grid.name, place, path, known: known)
      return nil
    }
    if let path = placeholder.only {
      guard let (value, used) = scope.value(path) else { return fail("missing-data", path) }
      self.used.insert(used)
      guard let typed = typed(value, grid, cell) else { return fail("not-a-value", path) }
      if case .text(let text) = typed, text.utf16.count > WorkbookOutput.longestText {
        return fail("long-text", path)
      }
      return typed
    }
    var text = ""
    for piece in placeholder.pieces {
      switch piece {
      case .text(let plain): text += plain
      case .broken(let written):
        result.report("placeholder", grid.name, place, written)
        return nil
      case .path(let path):
        guard let (value, used) = scope.value(path) else { return fail("missing-data", path) }
        guard let shown = FillText.text(value) else { return fail("not-a-value", path) }
        self.used.insert(used)
        text += shown
      }
    }
    return text.utf16.count > WorkbookOutput.longestText ? fail("long-text", "") : .text(text)
  }

  private func typed(_ value: FillData, _ grid: Grid, _ cell: PackedCell) -> EditValue? {
    switch value {
    case .null: return .clear
    case .number(let number): return .number(number)
    case .flag(let flag): return .boolean(flag)
    case .text(let text):
      if let serial = CalendarDate(iso: text)?.serial(in: grid.epoch) {
        return grid.style(of: cell).isDate ? .date(serial) : .dated(serial)
      }
      return .text(text)
    case .list, .object: return nil
    }
  }
}
