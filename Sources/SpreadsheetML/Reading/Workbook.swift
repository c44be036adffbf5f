package import Tabular

/// An open workbook: its sheets, shared strings, formats and epoch.
package struct Workbook: ~Copyable {
  /// A worksheet as the workbook lists it.
  package struct Sheet: Hashable, Sendable {
    package let name: String
    /// Whether it is hidden or very hidden.
    package let isHidden: Bool
    let part: String
    /// Its place among all that the workbook lists, charts and dialogs included.
    let place: Int
  }

  /// A defined name (ECMA-376 Part 1, 18.2.5).
  package struct DefinedName: Hashable, Sendable {
    package let name: String
    /// What it refers to, without a leading `=`.
    package let text: String
    /// The place of the one sheet it holds for, among all that the workbook lists; `nil` for all.
    let sheet: Int?
  }

  /// Which of the four kinds of workbook it is.
  package let kind: PackageKind
  package let sheets: [Sheet]
  /// The names of charts, dialogs and macro sheets, which hold no cells.
  package let otherSheets: [String]
  package let definedNames: [DefinedName]
  package let epoch: DateEpoch
  let sharedStrings: SharedStrings
  let styles: Styles
  let archive: Archive
  /// The name of the workbook's own part.
  let part: String
  /// The name of the styles part.
  let stylesPart: String?

  private init(
    archive: consuming Archive,
    kind: PackageKind,
    sheets: [Sheet],
    otherSheets: [String],
    definedNames: [DefinedName],
    epoch: DateEpoch,
    sharedStrings: SharedStrings,
    styles: Styles,
    part: String,
    stylesPart: String?
  ) {
    self.archive = archive
    self.kind = kind
    self.sheets = sheets
    self.otherSheets = otherSheets
    self.definedNames = definedNames
    self.epoch = epoch
    self.sharedStrings = sharedStrings
    self.styles = styles
    self.part = part
    self.stylesPart = stylesPart
  }

  /// Opens a workbook file.
  package static func open(path: String, limits: Limits = Limits()) throws(XMLError) -> Workbook {
    let archive = try Archive.opened(path: path, limits: limits)
    let kind = try PackageKind.find(in: archive)
    guard kind.isWorkbook else {
      let error = ContainerError(.otherDocument, part: kind.rawValue)
      throw XMLError(code: .container(error), line: 0)
    }
    let part =
      try Relationships(of: "", in: archive).target(kind: "officeDocument") ?? "xl/workbook.xml"
    let links = try Relationships(of: part, in: archive)
    var sheets: [Sheet] = []
    var others: [String] = []
    var names: [DefinedName] = []
    var epoch = DateEpoch.year1900
    var reader = try XMLPullReader(archive.stream(ofPart: part))
    let main = [
      "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
      "http://purl.oclc.org/ooxml/spreadsheetml/main",
    ]
    let relation = [
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
      "http://purl.oclc.org/ooxml/officeDocument/relationships",
    ]
    var listed = 0
    let otherSheets = ["chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"]
    while let event = try reader.next() {
      guard case .start(let isEmpty) = event, main.contains(reader.namespace) else { continue }
      switch reader.localName {
      case "workbookPr":
        let flag = reader.attribute("date1904")
        epoch = flag == "1" || flag == "true" ? .year1904 : .year1900
      case "sheet":
        let id = relation.lazy.compactMap { reader.attribute("id", namespace: $0) }.first
        let name = reader.attribute("name") ?? ""
        listed += 1
        if listed > limits.sheets { throw exceeded(.sheets, reader.line) }
        // A sheet that names no part, as macro viruses' remains do, has none.
        guard let id, !id.isEmpty else { continue }
        // A sheet that cannot be found is data that is lost: never silently.
        guard let link = links.items.first(where: { $0.id == id }) else {
          throw missing("sheet:" + name, reader.line)
        }
        if otherSheets.contains(link.kind) {
          others.append(name)
          continue
        }
        guard link.kind == "worksheet" else { throw missing("sheet:" + name, reader.line) }
        let state = reader.attribute("state") ?? "visible"
        sheets.append(
          Sheet(name: name, isHidden: state != "visible", part: link.target, place: listed - 1)
        )
      case "definedName" where !isEmpty:
        let name = reader.attribute("name") ?? ""
        let place = reader.attribute("localSheetId").flatMap { Int($0) }
        var text = ""
        reading: while let inner = try reader.next() {
          switch inner {
          case .text: text += reader.text
          case .end: break reading
          case .start: break
          }
        }
        if names.count >= limits.names { throw exceeded(.names, reader.line) }
        names.append(DefinedName(name: name, text: text, sheet: place))
      default: continue
      }
    }
    guard listed > 0 else { throw missing("sheets", reader.line) }
    // Without its texts a workbook is read as long as no cell has one; without its formats every cell
    // that has one is named.
    let strings = links.target(kind: "sharedStrings").flatMap { archive.has($0) ? $0 : nil }
    var styles = Styles()
    if let target = links.target(kind: "styles"), archive.has(target) {
      styles = try Styles(archive.stream(ofPart: target))
    }
    return Workbook(
      archive: archive,
      kind: kind,
      sheets: sheets,
      otherSheets: others,
      definedNames: names,
      epoch: epoch,
      sharedStrings: strings.map { SharedStrings(part: $0, in: archive) } ?? SharedStrings(),
      styles: styles,
      part: part,
      stylesPart: links.target(kind: "styles")
    )
  }

  private static func missing(_ part: String, _ line: Int) -> XMLError {
    XMLError(code: .container(ContainerError(.missingPart, part: part)), line: line)
  }

  private static func exceeded(_ limit: Limits.Name, _ line: Int) -> XMLError {
    XMLError(code: .container(ContainerError(.limitExceeded, limit: limit)), line: line)
  }

  /// Whether the container lists the types of its parts, as OPC demands (ECMA-376 Part 2, 10.1).
  private var hasContentTypes: Bool { archive.has("[Content_Types].xml") }

  /// Whether a part's name begins so.
  borrowing func hasPart(_ prefix: String) -> Bool {
    archive.entries.contains { $0.name.hasPrefix(prefix) }
  }

  /// How a sheet is read: both ways give the same grid, tests hold them together.
  package enum ReadingPath: Sendable {
    /// The byte scanner, and libxml2 where it hands over.
    case fastest
    /// libxml2 alone.
    case reference
  }

  /// The rows of the sheet at an index into `sheets`, one at a time.
  package borrowing func rows(
    sheetAt index: Int,
    options: ReadingOptions = ReadingOptions(),
    path: ReadingPath = .fastest,
    chunk: Int = 256 << 10
  ) throws(XMLError) -> RowStream {
    try RowStream(
      part: sheets[index].part,
      in: archive,
      styles: styles.cells,
      strings: sharedStrings,
      options: options,
      notes: index == 0 && !hasContentTypes ? [GridNote(.noContentTypes, nil)] : [],
      path: path,
      chunk: chunk
    )
  }

  /// Reads the whole of the sheet at an index into `sheets`.
  package borrowing func readGrid(
    sheetAt index: Int,
    path: ReadingPath = .fastest,
    chunk: Int = 256 << 10
  ) throws(XMLError) -> Grid {
    try sharedStrings.loadAll()
    var collector = GridCollector(grid: emptyGrid(sheets[index]))
    var rows = try self.rows(sheetAt: index, path: path, chunk: chunk)
    while try rows.next() { collector.add(rows) }
    let filtered =
      collector.hasHiddenRows ? try filteredRows(of: sheets[index], rows.frame) : []
    return collector.finish(rows.frame, filtered: filtered, notes: rows.notes)
  }

  private borrowing func emptyGrid(_ sheet: Sheet) -> Grid {
    var grid = Grid(name: sheet.name)
    grid.isHidden = sheet.isHidden
    grid.epoch = epoch
    grid.sharedTexts = sharedStrings.texts
    grid.sharedRuns = sharedStrings.runs
    grid.styles = styles.cells
    return grid
  }
}
