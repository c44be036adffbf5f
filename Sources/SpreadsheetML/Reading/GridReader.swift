import Tabular

/// Reads one sheet through libxml2 into a grid; the reference for any faster reader.
struct GridReader: ~Copyable {
  private var reader: XMLPullReader
  private var grid: Grid
  private let limits: Limits
  private var row = -1
  private var column = -1
  private var isRowHidden = false
  private var cells: [PackedCell] = []
  private var rowFormulas: [Int: String] = [:]
  private var finished: [(row: Grid.Row, cells: [PackedCell], formulas: [Int: String])] = []
  private var isInOrder = true
  private var sharedFormulas: [String: (text: String, origin: CellReference)] = [:]
  private var filter: (range: CellRange, hasCriteria: Bool)?

  init(_ stream: consuming EntryStream, grid: consuming Grid, limits: Limits) throws(XMLError) {
    reader = try XMLPullReader(stream)
    self.grid = grid
    self.limits = limits
  }

  consuming func read() throws(XMLError) -> Grid {
    var isInData = false
    while let event = try reader.next() {
      switch event {
      case .start(let isEmpty):
        switch reader.localName {
        case "sheetData": isInData = !isEmpty
        case "col": readColumn()
        case "row" where isInData: startRow()
        case "c" where isInData: try readCell(isEmpty: isEmpty)
        case "mergeCell": try readMerge()
        case "autoFilter": startFilter()
        case "filterColumn": filter?.hasCriteria = true
        default: break
        }
      case .end:
        switch reader.localName {
        case "row" where isInData: endRow()
        case "sheetData": isInData = false
        default: break
        }
      case .text: break
      }
    }
    assemble()
    return grid
  }

  private func flag(_ name: String) -> Bool {
    let value = reader.attribute(name)
    return value == "1" || value == "true"
  }

  private mutating func readColumn() {
    guard flag("hidden"), let first = reader.attribute("min").flatMap({ Int($0) }),
      let last = reader.attribute("max").flatMap({ Int($0) }), first >= 1, last >= first,
      last <= SheetBounds.columns
    else { return }
    grid.hiddenColumns.append((first - 1)...(last - 1))
  }

  private mutating func readMerge() throws(XMLError) {
    guard let range = reader.attribute("ref").flatMap({ CellRange(a1: $0) }) else { return }
    guard grid.merges.count < limits.merges else { throw exceeded("merges") }
    grid.merges.append(range)
  }

  private func exceeded(_ limit: String) -> XMLError {
    XMLError(code: .container(ContainerError(.limitExceeded, limit: limit)), line: reader.line)
  }

  private mutating func startFilter() {
    guard let range = reader.attribute("ref").flatMap({ CellRange(a1: $0) }) else { return }
    filter = (range, false)
  }

  private mutating func startRow() {
    endRow()
    let stated = reader.attribute("r").flatMap { Int($0) }.map { $0 - 1 }
    let next = stated ?? row + 1
    if next <= row || next < 0 { isInOrder = false }
    row = min(max(next, 0), SheetBounds.rows - 1)
    column = -1
    isRowHidden = flag("hidden")
  }

  private mutating func endRow() {
    guard !cells.isEmpty else { return }
    let isSorted = zip(cells, cells.dropFirst()).allSatisfy { $0.column < $1.column }
    if !isSorted { sortCells() }
    if finished.isEmpty, isInOrder {
      append(
        Grid.Row(number: row, firstCell: grid.cells.count, isHidden: isRowHidden),
        cells,
        rowFormulas
      )
    } else {
      finished.append(
        (Grid.Row(number: row, firstCell: 0, isHidden: isRowHidden), cells, rowFormulas)
      )
    }
    cells.removeAll(keepingCapacity: true)
    rowFormulas.removeAll(keepingCapacity: true)
  }

  /// Sorts the cells of a row; of two cells at one address the later counts.
  private mutating func sortCells() {
    var byColumn: [UInt16: (PackedCell, String?)] = [:]
    for (index, cell) in cells.enumerated() { byColumn[cell.column] = (cell, rowFormulas[index]) }
    cells = []
    rowFormulas = [:]
    for (_, value) in byColumn.sorted(by: { $0.key < $1.key }) {
      if let formula = value.1 { rowFormulas[cells.count] = formula }
      cells.append(value.0)
    }
  }

  private mutating func append(_ row: Grid.Row, _ cells: [PackedCell], _ formulas: [Int: String]) {
    var row = row
    row.firstCell = Int32(grid.cells.count)
    for (index, formula) in formulas { grid.formulas[grid.cells.count + index] = formula }
    grid.rows.append(row)
    grid.cells.append(contentsOf: cells)
  }

  /// Puts rows that came out of order in their place and marks what a filter hides.
  private mutating func assemble() {
    endRow()
    if !finished.isEmpty {
      var all: [Int32: (row: Grid.Row, cells: [PackedCell], formulas: [Int: String])] = [:]
      for index in grid.rows.indices {
        let slice = grid.cells(ofRowAt: index)
        var formulas: [Int: String] = [:]
        for position in slice.indices {
          formulas[position - slice.startIndex] = grid.formulas[position]
        }
        all[grid.rows[index].number] = (grid.rows[index], Array(slice), formulas)
      }
      // Of two rows with one number the cells are put together, the later cell counts.
      for part in finished {
        guard let known = all[part.row.number] else {
          all[part.row.number] = part
          continue
        }
        cells = known.cells + part.cells
        rowFormulas = known.formulas
        for (index, text) in part.formulas { rowFormulas[known.cells.count + index] = text }
        sortCells()
        all[part.row.number] = (known.row, cells, rowFormulas)
      }
      grid.rows = []
      grid.cells = []
      grid.formulas = [:]
      for (_, part) in all.sorted(by: { $0.key < $1.key }) {
        append(part.row, part.cells, part.formulas)
      }
    }
    guard let filter, filter.hasCriteria else { return }
    let rows = filter.range.upperLeft.row...filter.range.lowerRight.row
    for index in grid.rows.indices where grid.rows[index].isHidden {
      guard rows.contains(Int(grid.rows[index].number)) else { continue }
      grid.rows[index].isHidden = false
      grid.rows[index].isFilteredOut = true
    }
  }

  // MARK: - Cells

  private struct Content {
    var value: String?
    var formula: String?
    var rich: RichText?
  }

  private mutating func readCell(isEmpty: Bool) throws(XMLError) {
    if let stated = reader.attribute("r").flatMap({ CellReference(a1: $0) }) {
      if stated.row != row {
        // A cell that names another row than the one it stands in belongs where it says.
        endRow()
        isInOrder = isInOrder && stated.row > row
        row = stated.row
      }
      column = stated.column
    } else {
      column += 1
    }
    guard !isEmpty, column < SheetBounds.columns else { return }
    guard grid.cells.count + cells.count < limits.cells else { throw exceeded("cells") }
    let type = reader.attribute("t") ?? "n"
    let style = reader.attribute("s").flatMap { Int($0) } ?? 0
    let content = try readContent()
    guard var cell = value(content, type: type, style: style) else { return }
    if let formula = content.formula, !formula.isEmpty {
      cell.hasFormula = true
      rowFormulas[cells.count] = formula
    }
    cells.append(cell)
  }

  private mutating func readContent() throws(XMLError) -> Content {
    var content = Content()
    var path: [String] = []
    while let event = try reader.next() {
      switch event {
      case .start(let isEmpty):
        let name = reader.localName
        if name == "is" {
          content.rich = try RichText.read(&reader, isEmpty: isEmpty)
          continue
        }
        var formulaKind: (type: String?, index: String?) = (nil, nil)
        if name == "f" {
          formulaKind = (reader.attribute("t"), reader.attribute("si"))
          content.formula = try readFormula(formulaKind, isEmpty: isEmpty)
          continue
        }
        if name == "v" { content.value = "" }
        if !isEmpty { path.append(name) }
      case .end:
        if path.isEmpty { return content }
        path.removeLast()
      case .text: if path == ["v"] { content.value? += reader.text }
      }
    }
    return content
  }

  /// Reads a formula's text; a member of a shared formula gets the text moved to its own cell.
  private mutating func readFormula(
    _ kind: (type: String?, index: String?),
    isEmpty: Bool
  ) throws(XMLError) -> String {
    var text = ""
    if !isEmpty {
      reading: while let event = try reader.next() {
        switch event {
        case .text: text += reader.text
        case .end: break reading
        case .start: break
        }
      }
    }
    guard kind.type == "shared", let index = kind.index else { return text }
    let own = CellReference(row: row, column: column)
    if !text.isEmpty {
      sharedFormulas[index] = (text, own)
      return text
    }
    guard let shared = sharedFormulas[index] else { return text }
    return FormulaShift.move(
      shared.text,
      rows: own.row - shared.origin.row,
      columns: own.column - shared.origin.column
    )
  }

  private mutating func value(_ content: Content, type: String, style: Int) -> PackedCell? {
    func cell(_ kind: PackedCell.Kind, _ payload: UInt64) -> PackedCell {
      PackedCell(payload: payload, column: column, style: style, kind: kind)
    }
    if type == "inlineStr", let rich = content.rich {
      let index = grid.localTexts.append(rich.text)
      if !rich.runs.isEmpty { grid.localRuns[index] = rich.runs }
      return cell(.localText, UInt64(index))
    }
    guard let stored = content.value, !stored.isEmpty || type == "str" else {
      return content.formula == nil ? nil : cell(.missingResult, 0)
    }
    switch type {
    case "s":
      guard let index = Int(stored), index >= 0 else { return cell(.badTextIndex, UInt64.max) }
      return cell(index < grid.sharedTexts.count ? .sharedText : .badTextIndex, UInt64(index))
    case "str":
      return cell(.localText, UInt64(grid.localTexts.append(StringEscapes.decode(stored))))
    case "b": return cell(.boolean, stored == "1" || stored == "true" ? 1 : 0)
    case "e": return cell(.error, UInt64(grid.localTexts.append(stored)))
    case "d": return cell(.isoDate, UInt64(grid.localTexts.append(stored)))
    default:
      guard let number = Double(stored), number.isFinite else {
        return cell(.error, UInt64(grid.localTexts.append(stored)))
      }
      let isDate = style < grid.styles.count && style >= 0 && grid.styles[style].isDate
      return cell(isDate ? .date : .number, number.bitPattern)
    }
  }
}
