import Tabular

/// The small parts that hold a new workbook together, without their XML declarations.
enum WorkbookParts {
  /// What they need to know of one written sheet.
  struct Sheet {
    var setup: SheetSetup
    var filter: CellRange?
    var hasComments: Bool
  }

  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  static let relationshipsHead = "<Relationships xmlns=\"\(package)/relationships\">"

  static let packageRelationships =
    relationshipsHead
    + "<Relationship Id=\"rId1\" Type=\"\(office)/officeDocument\" Target=\"xl/workbook.xml\"/>"
    + "<Relationship Id=\"rId2\" Type=\"\(office)/extended-properties\" Target=\"docProps/app.xml\"/>"
    + "<Relationship Id=\"rId3\" Type=\"\(package)/relationships/metadata/core-properties\""
    + " Target=\"docProps/core.xml\"/></Relationships>"

  static let properties =
    "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">"
    + "<Application>NTM Toolkit</Application></Properties>"

  static let coreProperties =
    "<cp:coreProperties xmlns:cp=\"\(package)/metadata/core-properties\""
    + " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:creator>NTM Toolkit</dc:creator>"
    + "</cp:coreProperties>"

  static func contentTypes(_ sheets: [Sheet], hasStrings: Bool) -> String {
    let base = "application/vnd.openxmlformats-officedocument"
    let book = base + ".spreadsheetml"
    var text = "<Types xmlns=\"\(package)/content-types\"><Default Extension=\"rels\""
    text += " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    text += "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    if sheets.contains(where: \.hasComments) {
      text += "<Default Extension=\"vml\" ContentType=\"\(base).vmlDrawing\"/>"
    }
    func override(_ part: String, _ type: String) {
      text += "<Override PartName=\"\(part)\" ContentType=\"\(type)+xml\"/>"
    }
    override("/docProps/app.xml", base + ".extended-properties")
    override(
      "/docProps/core.xml",
      "application/vnd.openxmlformats-package.core-properties"
    )
    override("/xl/workbook.xml", book + ".sheet.main")
    override("/xl/styles.xml", book + ".styles")
    if hasStrings { override("/xl/sharedStrings.xml", book + ".sharedStrings") }
    for (index, sheet) in sheets.enumerated() {
      override("/xl/worksheets/sheet\(index + 1).xml", book + ".worksheet")
      if sheet.hasComments { override("/xl/comments\(index + 1).xml", book + ".comments") }
    }
    return text + "</Types>"
  }

  static func bookRelationships(_ count: Int, hasStrings: Bool) -> String {
    var text = relationshipsHead
    func add(_ number: Int, _ type: String, _ target: String) {
      text += "<Relationship Id=\"rId\(number)\" Type=\"\(office)/\(type)\" Target=\"\(target)\"/>"
    }
    for number in 1..<(count + 1) { add(number, "worksheet", "worksheets/sheet\(number).xml") }
    add(count + 1, "styles", "styles.xml")
    if hasStrings { add(count + 2, "sharedStrings", "sharedStrings.xml") }
    return text + "</Relationships>"
  }

  /// The workbook part: sheets, names, and the wish to compute formulas that came without a result.
  static func book(
    _ sheets: [Sheet],
    names: [(name: String, text: String)],
    recalculates: Bool
  ) -> String {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    var text = "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><bookViews>"
    text +=
      "<workbookView xWindow=\"0\" yWindow=\"0\" windowWidth=\"24000\" windowHeight=\"12000\"/>"
    text += "</bookViews><sheets>"
    for (index, sheet) in sheets.enumerated() {
      text += "<sheet name=\"\(XMLText.attribute(sheet.setup.name))\" sheetId=\"\(index + 1)\""
      text += sheet.setup.isHidden ? " state=\"hidden\"" : ""
      text += " r:id=\"rId\(index + 1)\"/>"
    }
    text += "</sheets>"
    let definitions =
      sheetNames(sheets)
      + names.map { name in
        (name.name, "<definedName name=\"\(XMLText.attribute(name.name))\">", name.text)
      }
    if !definitions.isEmpty {
      text += "<definedNames>"
      for (_, head, content) in definitions.sorted(by: { $0.0 < $1.0 }) {
        text += head + String(decoding: XMLText.content(content), as: UTF8.self) + "</definedName>"
      }
      text += "</definedNames>"
    }
    return text + (recalculates ? "<calcPr fullCalcOnLoad=\"1\"/>" : "") + "</workbook>"
  }

  /// Names that belong to a sheet: what its filter covers, and the rows that its pages repeat.
  private static func sheetNames(_ sheets: [Sheet]) -> [(String, String, String)] {
    var result: [(String, String, String)] = []
    for (index, sheet) in sheets.enumerated() {
      let name = SheetName.quoted(sheet.setup.name)
      if let filter = sheet.filter {
        let head =
          "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"\(index)\" hidden=\"1\">"
        result.append(("_xlnm._FilterDatabase \(index)", head, name + "!" + absolute(filter)))
      }
      let setup = sheet.setup
      if let count = setup.printedColumns {
        let head = "<definedName name=\"_xlnm.Print_Area\" localSheetId=\"\(index)\">"
        let columns = "$A:$\(CellReference.columnName(count - 1))"
        result.append(("_xlnm.Print_Area \(index)", head, name + "!" + columns))
      }
      if let repeated = setup.repeatedRows
        ?? (setup.frozenRows > 0 ? 0...setup.frozenRows - 1 : nil)
      {
        let head = "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"\(index)\">"
        let rows = "$\(repeated.lowerBound + 1):$\(repeated.upperBound + 1)"
        result.append(("_xlnm.Print_Titles \(index)", head, name + "!" + rows))
      }
    }
    return result
  }

  private static func absolute(_ range: CellRange) -> String {
    [range.upperLeft, range.lowerRight].map { cell in
      "$\(CellReference.columnName(cell.column))$\(cell.row + 1)"
    }.joined(separator: ":")
  }
}
