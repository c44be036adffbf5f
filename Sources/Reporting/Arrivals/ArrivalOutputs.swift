import SpreadsheetML
import Findings
import Tabular

/// Villages by forms as JSON, with every finding.
package enum ArrivalJSON {
  package static func write(
    _ table: ArrivalTable,
    _ report: any FindingsReport,
    _ style: ReportStyle,
    to write: (String) -> Void
  ) throws {
    let counts = ArrivalState.allCases.map { ($0.rawValue, JSONText.whole(table.count($0))) }
    write("{\"kind\":\"arrivals\",\"summary\":")
    write(
      JSONText.object(
        [("villages", .whole(table.villageCount))]
          + counts.map { ($0, $1) as (String, JSONText?) }
      ).line
    )
    let forms = table.forms.map { form in
      JSONText.object([("form", .text(form.id)), ("title", .text(form.title[style.language]))])
    }
    write(",\n\"forms\":" + JSONText.list(forms).line + ",\n\"villages\":[")
    var separator = "\n"
    for village in table.villages {
      write(separator + object(village, table).line)
      separator = ",\n"
    }
    write("],\n\"report\":")
    try ReportJSON.write(report, style, to: write)
    write("}\n")
  }

  private static func object(_ village: ArrivalTable.Village, _ table: ArrivalTable) -> JSONText {
    let cells = table.forms.compactMap { form -> (String, JSONText?)? in
      guard let cell = village.cells[form.id] else { return nil }
      let place = cell.first.map { place in
        JSONText.object([
          ("file", .text(place.file)), ("sheet", .optional(place.sheet)),
          ("cell", .optional(place.range?.upperLeft.description)),
        ])
      }
      return (
        form.id,
        .object([
          ("state", .text(cell.state.rawValue)),
          ("files", .list(cell.files.map { .text($0) })),
          ("records", cell.records.map { .whole($0) } ?? .null),
          ("errors", .whole(cell.errors)), ("warnings", .whole(cell.warnings)),
          ("first", place ?? .null),
        ])
      )
    }
    return .object([
      ("commune", .text(village.commune)), ("village", .text(village.name)),
      ("forms", .object(cells)),
    ])
  }
}

/// Villages by forms as a page: a cell leads to its findings, a finding names its cells.
package struct ArrivalPage {
  private let page: TablePage
  private let style: ReportStyle

  package init(page: TablePage, style: ReportStyle) {
    self.page = page
    self.style = style
  }

  package func write(
    _ table: ArrivalTable,
    _ report: any FindingsReport,
    to write: (String) -> Void
  ) throws {
    let kinds: [ArrivalState: String] = [
      .faulty: "error", .unreadable: "error", .missing: "warning",
    ]
    let numbers = ArrivalState.allCases.map { state in
      (
        label: style.phrase("arrival-" + state.rawValue), count: table.count(state),
        kind: kinds[state] ?? ""
      )
    }
    let villages = (
      label: style.phrase("arrivals-villages"), count: table.villageCount, kind: ""
    )
    try page.write(
      title: style.phrase("arrivals-title"),
      introduction: [.numbers([villages] + numbers), .paragraph(style.phrase("arrivals-how"))],
      tables: [matrix(table), ReportPage.table(report, style)],
      style,
      to: write
    )
  }

  private func matrix(_ table: ArrivalTable) -> PageTable {
    let hasCommunes = table.villages.contains { !$0.commune.isEmpty }
    let forms = table.forms.map {
      PageTable.Column($0.title[style.language], title: $0.id, isFilter: true)
    }
    return PageTable(
      id: "arrivals",
      caption: style.phrase("arrivals-title"),
      columns: [
        PageTable.Column(
          style.phrase("arrivals-commune"),
          isFilter: true,
          isHidden: !hasCommunes
        ),
        PageTable.Column(style.phrase("report-village")),
      ] + forms,
      shown: style.phrase("arrivals-shown"),
      none: style.phrase("arrivals-none"),
      rows: { add in
        for village in table.villages {
          let cells = table.forms.map { cell(village.cells[$0.id], village, $0) }
          try add(PageRow([PageCell(village.commune), PageCell(village.name)] + cells))
        }
      }
    )
  }

  private func cell(
    _ cell: ArrivalTable.Cell?,
    _ village: ArrivalTable.Village,
    _ form: ArrivalTable.Form
  ) -> PageCell {
    guard let cell else { return PageCell("") }
    var result = PageCell(style.text(cell), kind: cell.state.rawValue, rank: cell.state.order)
    result.values = [style.phrase("arrival-" + cell.state.rawValue)]
    for file in cell.files { result.paragraphs.append(("record", file)) }
    if cell.errors + cell.warnings > 0 {
      // Of a file that is no form, all there is to say is about the file.
      let filters =
        form.id.isEmpty
        ? cell.files.prefix(1).map { (column: ReportPage.fileColumn, value: $0) }
        : [
          (column: ReportPage.villageColumn, value: village.label),
          (column: ReportPage.formColumn, value: form.id),
        ]
      result.target = PageCell.Target("findings", filters)
    }
    return result
  }
}

/// Villages by forms as the first sheets of a workbook, with the findings behind them.
extension ReportWorkbook {
  package func write(
    _ table: ArrivalTable,
    _ report: any FindingsReport,
    to path: String
  ) throws {
    var output = try WorkbookOutput(path: path)
    let looks = try Looks(&output)
    try writeMatrix(table, &output, looks)
    try writeLines(table, &output, looks)
    try writeGroups(report, &output, looks)
    try writeFindings(report, &output, looks)
    try output.finish()
  }

  private func look(_ state: ArrivalState, _ looks: Looks) -> StyleIndex {
    switch state {
    case .clean: looks.text
    case .faulty, .unreadable: looks.severity[.error] ?? looks.text
    case .missing: looks.severity[.warning] ?? looks.text
    }
  }

  /// Villages against forms; each cell leads to its line in the second sheet.
  private func writeMatrix(
    _ table: ArrivalTable,
    _ output: inout WorkbookOutput,
    _ looks: Looks
  ) throws(WriteError) {
    var setup = SheetSetup(name: name("arrivals-sheet"))
    setup.columnWidths = [24, 24] + table.forms.map { _ in 24 }
    setup.frozenRows = 1
    setup.frozenColumns = 2
    setup.hasPageNumbers = true
    try output.beginSheet(setup)
    try output.nextRow(height: 60)
    for key in ["arrivals-commune", "report-village"] {
      try output.text(name(key), looks.heading)
    }
    for form in table.forms { try output.text(form.title[style.language], looks.heading) }
    var line = 1
    for (row, village) in table.villages.enumerated() {
      try output.nextRow()
      try text(village.commune, &output, looks)
      try output.text(village.name, looks.label)
      for (column, form) in table.forms.enumerated() {
        guard let cell = village.cells[form.id] else {
          try output.blank(looks.text)
          continue
        }
        line += 1
        try output.text(style.text(cell), look(cell.state, looks))
        guard line < Self.mostLinks else { continue }
        try output.link(
          CellReference(row: row + 1, column: column + 2),
          to: .place("\(SheetName.quoted(name("arrivals-lines")))!E\(line)")
        )
      }
    }
    try end(table.villages.count, table.forms.count + 2, &output)
  }

  private static let lineColumns: [(String, Double)] = [
    ("arrivals-commune", 24), ("report-village", 24), ("report-form", 40), ("report-state", 18),
    ("report-file", 36), ("report-records", 10), ("report-errors", 8), ("report-warnings", 10),
  ]

  /// A line for each village and form; its file leads to the first cell to look at.
  private func writeLines(
    _ table: ArrivalTable,
    _ output: inout WorkbookOutput,
    _ looks: Looks
  ) throws(WriteError) {
    try begin(name("arrivals-lines"), Self.lineColumns, &output, looks)
    var row = 0
    for village in table.villages {
      for form in table.forms {
        guard let cell = village.cells[form.id], row < Self.mostRows else { continue }
        row += 1
        try output.nextRow()
        try text(village.commune, &output, looks)
        try text(village.name, &output, looks)
        try text(form.title[style.language], &output, looks)
        try output.text(name("arrival-" + cell.state.rawValue), look(cell.state, looks))
        try text(cell.files.joined(separator: "; "), &output, looks)
        if let records = cell.records {
          try output.integer(records, looks.number)
        } else {
          try output.blank(looks.number)
        }
        try output.integer(cell.errors, looks.number)
        try output.integer(cell.warnings, looks.number)
        if let place = cell.first, let sheet = place.sheet, let range = place.range,
          row < Self.mostLinks
        {
          try output.link(
            CellReference(row: row, column: 4),
            to: .file(place.file, place: "\(SheetName.quoted(sheet))!\(range.upperLeft)")
          )
        }
      }
    }
    try end(row, Self.lineColumns.count, &output)
  }
}
