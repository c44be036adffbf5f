package import Findings
package import Forms
package import SpreadsheetML
import Tabular

/// The empty workbook of a survey form: what is asked, drop-downs, limits and instructions.
///
/// Only the cells to fill in are free; the form's id and version stand in defined names, by which the
/// workbook is known when it comes back.
package struct EntryForm {
  private let form: FormDefinition
  private let layout: EntryLayout
  private let guide: EntryGuide
  private let language: Language

  package init(form: FormDefinition, catalogue: MessageCatalogue, language: Language) {
    self.form = form
    self.language = language
    layout = EntryLayout(form)
    guide = EntryGuide(
      form: form,
      inputs: layout.inputs,
      catalogue: catalogue,
      language: language
    )
  }

  /// Writes the workbook to a path that does not exist yet.
  package func write(to path: String) throws(WriteError) {
    var output = try WorkbookOutput(path: path)
    output.define(FormMark.form, as: "\"\(form.id)\"")
    output.define(FormMark.version, as: "\"\(form.version)\"")
    let looks = try EntryLooks(&output)
    try writeEntries(&output, looks)
    try guide.write(&output, looks)
    try output.finish()
  }

  private func writeEntries(
    _ output: inout WorkbookOutput,
    _ looks: EntryLooks
  ) throws(WriteError) {
    var setup = SheetSetup(name: guide.phrase("template-sheet"))
    setup.columnWidths = layout.columns.map(\.width)
    setup.frozenRows = layout.firstRow
    let name = layout.fields.firstIndex { $0.role == .name }
    if form.shape != .indicators, let name, name < 4 { setup.frozenColumns = name + 1 }
    setup.paper = layout.columns.reduce(0) { $0 + $1.width } > 190 ? .a3 : .a4
    try output.beginSheet(setup)
    try writeTitle(&output, looks)
    try writeFacts(&output, looks)
    try writeHeadings(&output, looks)
    if form.shape == .indicators {
      try writeIndicators(&output, looks)
    } else {
      try writeRecords(&output, looks)
    }
    for index in guide.inputs.indices {
      if let validation = guide.validation(at: index) { output.validate(validation) }
    }
    output.protect()
    try output.endSheet()
  }

  private func writeTitle(
    _ output: inout WorkbookOutput,
    _ looks: EntryLooks
  ) throws(WriteError) {
    // Across what a page shows at once; a title in the middle of thirty columns would be out of sight.
    var (last, width) = (0, layout.columns.first?.width ?? 0)
    while last + 1 < layout.columns.count, width < 130 {
      last += 1
      width += layout.columns[last].width
    }
    let title = form.title[language].uppercased()
    try output.beginRow(0, height: Double((title.count * 14 / Int(max(width, 40) * 10) + 1) * 22))
    try output.text(title, looks.title)
    guard last > 0 else { return }
    output.merge(CellRange(CellReference(row: 0, column: 0), CellReference(row: 0, column: last)))
  }

  /// What concerns the whole village: a label and a free cell beside it.
  private func writeFacts(
    _ output: inout WorkbookOutput,
    _ looks: EntryLooks
  ) throws(WriteError) {
    for (index, fact) in layout.facts.enumerated() {
      try output.beginRow(2 + index, height: 19)
      output.skip(layout.labelColumn)
      try output.text((fact.labels.first ?? "") + ":", looks.label)
      let cells = layout.factCells(index)
      for _ in cells.upperLeft.column...cells.lowerRight.column {
        try output.blank(looks.input(fact.kind))
      }
      if cells.upperLeft != cells.lowerRight { output.merge(cells) }
    }
  }

  // MARK: - Headings

  private func writeHeadings(
    _ output: inout WorkbookOutput,
    _ looks: EntryLooks
  ) throws(WriteError) {
    for level in 0..<layout.depth {
      try output.beginRow(layout.header + level, height: height(of: level))
      for (index, column) in layout.columns.enumerated() {
        let isFirst =
          level > 0 || index == 0 || column.path.count == 1
          || layout.columns[index - 1].path.count == 1
          || layout.columns[index - 1].path[0] != column.path[0]
        if level < column.path.count, isFirst {
          try output.text(column.path[level], looks.heading)
        } else {
          try output.blank(looks.heading)
        }
      }
    }
    mergeHeadings(&output)
  }

  /// Joins groups over their columns, and headings without a group with the rows below.
  private func mergeHeadings(_ output: inout WorkbookOutput) {
    var index = 0
    while index < layout.columns.count {
      let column = layout.columns[index]
      var last = index
      while column.path.count > 1, last + 1 < layout.columns.count,
        layout.columns[last + 1].path.count > 1, layout.columns[last + 1].path[0] == column.path[0]
      {
        last += 1
      }
      let bottom = column.path.count == 1 ? layout.depth - 1 : 0
      if last > index || bottom > 0 {
        output.merge(
          CellRange(
            CellReference(row: layout.header, column: index),
            CellReference(row: layout.header + bottom, column: last)
          )
        )
      }
      index = last + 1
    }
  }

  /// High enough for the longest heading that ends on a level; bold letters are wider than others.
  private func height(of level: Int) -> Double {
    let lines = layout.columns.map { column -> Int in
      guard column.path.count == level + 1 else { return 1 }
      let lines = Self.lines(column.path[level], Int(column.width))
      // A heading over all rows may use those above too.
      return level == 0 && layout.depth > 1 ? max(1, lines - 2) : lines
    }
    return Double(max((lines.max() ?? 1) * 15 + 6, 22))
  }

  /// The lines that words take in a column of some letters.
  private static func lines(_ text: String, _ width: Int) -> Int {
    let width = max(width - 1, 4)
    var (lines, used) = (1, 0)
    for word in text.split(separator: " ") {
      if used > 0, used + 1 + word.count > width {
        lines += 1
        used = 0
      }
      lines += max(word.count - 1, 0) / width
      used += (used > 0 ? 1 : 0) + word.count
    }
    return lines
  }

  // MARK: - Rows

  /// The numbers of the columns, and empty rows.
  private func writeRecords(
    _ output: inout WorkbookOutput,
    _ looks: EntryLooks
  ) throws(WriteError) {
    try output.nextRow()
    for index in layout.columns.indices { try output.text("(\(index + 1))", looks.heading) }
    for _ in 0..<EntryLayout.records {
      try output.nextRow()
      for field in layout.fields { try output.blank(looks.input(field)) }
    }
  }

  /// A row for each indicator: what it is, and a cell for its value.
  private func writeIndicators(
    _ output: inout WorkbookOutput,
    _ looks: EntryLooks
  ) throws(WriteError) {
    for (index, field) in layout.fields.enumerated() {
      let name = field.headers.first ?? field.label.vi
      try output.nextRow(height: Double(Self.lines(name, 46) * 17 + 3))
      for column in form.columns {
        switch IndicatorColumn(rawValue: column.id) {
        case .ordinal: try output.integer(index + 1, looks.centred)
        case .code: try output.text(field.code ?? "", looks.centred)
        case .name: try output.text(name, looks.cell)
        case .unit: try output.text(field.unit ?? "", looks.centred)
        case .value: try output.blank(looks.input(field.kind))
        case .note, nil: try output.blank(looks.input(.text))
        }
      }
    }
  }
}
