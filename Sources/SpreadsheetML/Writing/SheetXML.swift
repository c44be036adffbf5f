import Tabular

/// The XML of a new worksheet, its elements in the order of ECMA-376 Part 1, 18.3.1.99.
enum SheetXML {
  static func text(_ sheet: NewWorkbook.Sheet) -> String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    text += "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
    text += "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>"
    if sheet.frozenRows > 0 {
      let cell = CellReference(row: sheet.frozenRows, column: 0)
      text +=
        "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"\(sheet.frozenRows)\" topLeftCell=\"\(cell)\""
      text += " activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
    }
    if !sheet.widths.isEmpty {
      text += "<cols>"
      for (index, width) in sheet.widths.enumerated() {
        text +=
          "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(width)\" customWidth=\"1\"/>"
      }
      text += "</cols>"
    }
    text += rows(sheet)
    if sheet.isProtected {
      text +=
        "<sheetProtection sheet=\"1\" formatColumns=\"0\" formatRows=\"0\" insertRows=\"0\" sort=\"0\" autoFilter=\"0\"/>"
    }
    if !sheet.merges.isEmpty {
      text += "<mergeCells count=\"\(sheet.merges.count)\">"
      text += sheet.merges.map { "<mergeCell ref=\"\($0)\"/>" }.joined() + "</mergeCells>"
    }
    if !sheet.validations.isEmpty {
      text += "<dataValidations count=\"\(sheet.validations.count)\">"
      text += sheet.validations.map { validation($0) }.joined() + "</dataValidations>"
    }
    text +=
      "<pageMargins left=\"0.6\" right=\"0.6\" top=\"0.8\" bottom=\"0.8\" header=\"0.4\" footer=\"0.4\"/>"
    let way = sheet.isLandscape ? "landscape" : "portrait"
    text += "<pageSetup paperSize=\"9\" orientation=\"\(way)\" fitToHeight=\"0\"/>"
    return text + "</worksheet>"
  }

  private static func rows(_ sheet: NewWorkbook.Sheet) -> String {
    var byRow: [Int: [Int: String]] = [:]
    if let inputs = sheet.inputs {
      for row in inputs.upperLeft.row...inputs.lowerRight.row {
        for column in inputs.upperLeft.column...inputs.lowerRight.column {
          let place = CellReference(row: row, column: column)
          byRow[row, default: [:]][column] =
            "<c r=\"\(place)\" s=\"\(NewWorkbook.Look.input.rawValue)\"/>"
        }
      }
    }
    for cell in sheet.cells {
      let element = cell.value.element(cell.place, style: "\(cell.look.rawValue)")
      byRow[cell.place.row, default: [:]][cell.place.column] = String(
        decoding: element,
        as: UTF8.self
      )
    }
    var text = "<sheetData>"
    for (row, cells) in byRow.sorted(by: { $0.key < $1.key }) {
      let height = sheet.heights[row].map { " ht=\"\($0)\" customHeight=\"1\"" } ?? ""
      text += "<row r=\"\(row + 1)\"\(height)>"
      text += cells.sorted { $0.key < $1.key }.map(\.value).joined() + "</row>"
    }
    return text + "</sheetData>"
  }

  private static func validation(_ validation: NewWorkbook.Validation) -> String {
    var kind: String
    var formulas: String
    switch validation.rule {
    case .list(let items):
      kind = "type=\"list\""
      let list = items.joined(separator: ",")
      formulas = "<formula1>\"\(SheetRelayout.escaped(list))\"</formula1>"
    case .whole(let minimum, let maximum): (kind, formulas) = limits("whole", minimum, maximum)
    case .decimal(let minimum, let maximum): (kind, formulas) = limits("decimal", minimum, maximum)
    }
    kind += " allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\""
    kind += " promptTitle=\"\(attribute(String(validation.promptTitle.prefix(32))))\""
    kind += " prompt=\"\(attribute(String(validation.prompt.prefix(255))))\""
    kind += " error=\"\(attribute(String(validation.error.prefix(255))))\""
    return "<dataValidation \(kind) sqref=\"\(validation.range)\">\(formulas)</dataValidation>"
  }

  private static func limits(_ type: String, _ minimum: String?, _ maximum: String?) -> (
    String, String
  ) {
    guard let maximum else {
      return (
        "type=\"\(type)\" operator=\"greaterThanOrEqual\"", "<formula1>\(minimum ?? "0")</formula1>"
      )
    }
    return (
      "type=\"\(type)\" operator=\"between\"",
      "<formula1>\(minimum ?? "0")</formula1><formula2>\(maximum)</formula2>"
    )
  }

  static func attribute(_ text: String) -> String {
    SheetRelayout.escaped(text).split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "&quot;").split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "&#10;")
  }
}
