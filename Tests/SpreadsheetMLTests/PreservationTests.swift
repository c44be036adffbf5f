import Foundation
import Testing

@testable import SpreadsheetML

/// Lines inserted and deleted in the templates of `fixtures/preservation`, against expectations that
/// were written by hand: what each part must and must not hold then.
///
/// `NTM_MOVED` names a folder for the results, which `fixtures/preservation/recalculate.py` lets
/// LibreOffice compute.
struct PreservationTests {
  struct Expectation: Decodable {
    struct Operation: Decodable {
      var sheet: String
      var axis: String
      /// The first line, from 1.
      var line: Int
      var count: Int
    }

    struct Texts: Decodable {
      var has: [String]
      var lacks: [String]?
    }

    struct Case: Decodable {
      var insert: Operation?
      var delete: Operation?
      var refused: String?
      var parts: [String: Texts]?

      var layout: (sheet: String, layout: LineLayout)? {
        if let insert {
          let axis: LineLayout.Axis = insert.axis == "rows" ? .rows : .columns
          return (
            insert.sheet, .inserting(insert.count, before: insert.line - 1, axis: axis)
          )
        }
        guard let delete else { return nil }
        let lines = (delete.line - 1)...(delete.line + delete.count - 2)
        return (delete.sheet, .deleting(lines, axis: delete.axis == "rows" ? .rows : .columns))
      }
    }

    var cases: [Case]
  }

  static let folder =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    + "/fixtures/preservation"

  /// The templates that have expectations.
  static var templates: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { file in
      guard file.hasSuffix(".xlsx"), let kind = file.split(separator: ".").first else {
        return false
      }
      return files.contains("\(kind).expected.json")
    }.sorted()
  }

  @Test func `every kind has its template`() { #expect(Self.templates.count >= 20) }

  /// Everything that goes with the lines of a sheet, with the template that has it and what it is there.
  static let kinds: [(kind: String, template: String, part: String, text: String)] = [
    ("merged ranges", "merges.openpyxl", "xl/worksheets/sheet1.xml", "<mergeCell "),
    ("conditional formats", "conditional-formats.openpyxl", "xl/worksheets/sheet1.xml", "<cfRule "),
    ("validations", "data-validations.openpyxl", "xl/worksheets/sheet1.xml", "<dataValidation "),
    (
      "formats of an extension", "extension-rules.handmade", "xl/worksheets/sheet1.xml",
      "<x14:cfRule "
    ),
    (
      "validations of an extension", "extension-rules.handmade", "xl/worksheets/sheet1.xml",
      "<x14:dataValidation "
    ),
    ("sparklines", "sparklines.xlsxwriter", "xl/worksheets/sheet1.xml", "<x14:sparkline>"),
    ("formulas on every sheet", "formulas.openpyxl", "xl/worksheets/sheet2.xml", "<f>"),
    ("whole rows", "formulas.openpyxl", "xl/worksheets/sheet1.xml", "COUNTA(6:6)"),
    (
      "sheets with an apostrophe", "formulas.openpyxl", "xl/worksheets/sheet2.xml", "''M"
    ),
    ("whole columns", "columns.openpyxl", "xl/worksheets/sheet2.xml", "$C:$D"),
    ("structured references", "tables.openpyxl", "xl/worksheets/sheet2.xml", "Ho["),
    ("shared formulas", "shared-formulas.openpyxl", "xl/worksheets/sheet1.xml", "t=\"shared\""),
    (
      "references through sheets", "sheet-spans.openpyxl", "xl/worksheets/sheet4.xml",
      "Quang Trung'!C4"
    ),
    ("data tables", "data-table.handmade", "xl/worksheets/sheet1.xml", "t=\"dataTable\""),
    (
      "links to other workbooks", "external-links.handmade",
      "xl/externalLinks/externalLink1.xml", "<cell r=\"C4\">"
    ),
    (
      "drawings that stay where they are", "other-anchors.handmade", "xl/drawings/drawing1.xml",
      "<xdr:absoluteAnchor>"
    ),
    (
      "drawings that hang on one cell", "other-anchors.handmade", "xl/drawings/drawing1.xml",
      "<xdr:oneCellAnchor>"
    ),
    ("array formulas", "array-formulas.openpyxl", "xl/worksheets/sheet1.xml", "t=\"array\""),
    ("names", "names.openpyxl", "xl/workbook.xml", "<definedName "),
    ("print areas", "names.openpyxl", "xl/workbook.xml", "_xlnm.Print_Area"),
    ("print titles", "names.openpyxl", "xl/workbook.xml", "_xlnm.Print_Titles"),
    ("filters by name", "names.openpyxl", "xl/workbook.xml", "_xlnm._FilterDatabase"),
    ("filters", "names.openpyxl", "xl/worksheets/sheet1.xml", "<autoFilter "),
    ("sorting", "names.openpyxl", "xl/worksheets/sheet1.xml", "sortState"),
    ("tables with totals", "tables.openpyxl", "xl/tables/table1.xml", "totalsRowCount"),
    ("links", "hyperlinks.openpyxl", "xl/worksheets/sheet1.xml", "<hyperlink "),
    ("notes", "comments.xlsxwriter", "xl/comments1.xml", "<comment "),
    ("boxes of notes", "comments.xlsxwriter", "xl/drawings/vmlDrawing1.vml", "<x:Anchor>"),
    (
      "threaded comments", "threaded-comments.handmade",
      "xl/threadedComments/threadedComment1.xml", "<threadedComment "
    ),
    ("drawings by their anchors", "drawings.xlsxwriter", "xl/drawings/drawing1.xml", "editAs="),
    ("series of charts", "charts.openpyxl", "xl/charts/chart1.xml", "<f>"),
    ("values that charts keep", "chart-caches.xlsxwriter", "xl/charts/chart1.xml", "<c:numCache>"),
    (
      "sources of pivot tables", "pivot.handmade", "xl/pivotCache/pivotCacheDefinition1.xml",
      "<worksheetSource "
    ),
    ("places of pivot tables", "pivot.handmade", "xl/pivotTables/pivotTable1.xml", "<location "),
    ("row breaks", "breaks.openpyxl", "xl/worksheets/sheet1.xml", "<rowBreaks "),
    ("column breaks", "breaks.openpyxl", "xl/worksheets/sheet1.xml", "<colBreaks "),
    ("protected ranges", "small-lists.handmade", "xl/worksheets/sheet1.xml", "<protectedRange "),
    ("ignored errors", "small-lists.handmade", "xl/worksheets/sheet1.xml", "<ignoredError "),
    ("watched cells", "small-lists.handmade", "xl/worksheets/sheet1.xml", "<cellWatch "),
    ("scenarios", "small-lists.handmade", "xl/worksheets/sheet1.xml", "<scenario "),
    ("panes", "views.openpyxl", "xl/worksheets/sheet1.xml", "topLeftCell="),
    ("selections", "views.openpyxl", "xl/worksheets/sheet1.xml", "<selection "),
    ("cells of controls", "controls.handmade", "xl/ctrlProps/ctrlProp1.xml", "fmlaLink="),
    (
      "extensions that nobody knows", "unknown-extension.handmade", "xl/worksheets/sheet1.xml",
      "urn:example"
    ),
  ]

  @Test(arguments: PreservationTests.kinds.map(\.kind))
  func `a kind has its template`(kind: String) throws {
    let item = try #require(Self.kinds.first { $0.kind == kind })
    #expect(Self.templates.contains(item.template + ".xlsx"))
    let archive = try Archive(path: "\(Self.folder)/\(item.template).xlsx")
    let part = String(decoding: try archive.open(archive.entry(item.part)).readAll(), as: UTF8.self)
    #expect(part.contains(item.text), "\(item.template): \(item.part)")
  }

  @Test(arguments: PreservationTests.templates)
  func `everything that refers to a line goes with it`(template: String) throws {
    let kind = try #require(template.split(separator: ".").first)
    let json = try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(kind).expected.json"))
    let expectation = try JSONDecoder().decode(Expectation.self, from: json)
    let source = "\(Self.folder)/\(template)"
    for (number, item) in expectation.cases.enumerated() {
      let place = "\(template) #\(number + 1)"
      let (sheet, layout) = try #require(item.layout, "\(place)")
      if let refused = item.refused {
        let error = #expect(throws: PatchError.self, "\(place)") {
          try WorkbookEditor.change(
            of: try WorkbookEditor.open(source),
            edits: [:],
            layouts: [sheet: layout]
          )
        }
        guard case .refused(let refusal)? = error else {
          Issue.record("\(place): \(String(describing: error))")
          continue
        }
        #expect(refusal.kind.rawValue == refused, "\(place): \(refusal.detail)")
        continue
      }
      let change = try WorkbookEditor.change(
        of: try WorkbookEditor.open(source),
        edits: [:],
        layouts: [sheet: layout]
      )
      try keep(change, of: source, "\(kind)-\(number + 1)", item)
      for (part, texts) in try #require(item.parts, "\(place)") {
        let text = try Self.text(of: part, in: source, change)
        for word in texts.has { #expect(text.contains(word), "\(place): \(part) has no \(word)") }
        for word in texts.lacks ?? [] {
          #expect(!text.contains(word), "\(place): \(part) has \(word)")
        }
      }
    }
  }

  /// Writes a result and what was done where somebody wants it.
  private func keep(
    _ change: PackageChange,
    of source: String,
    _ name: String,
    _ item: Expectation.Case
  ) throws {
    guard let folder = ProcessInfo.processInfo.environment["NTM_MOVED"],
      let operation = item.insert ?? item.delete
    else { return }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let copy = "\(folder)/\(name).xlsx"
    try? FileManager.default.removeItem(atPath: copy)
    try WorkbookPatcher.write(change, of: source, to: copy)
    let what = item.insert == nil ? "delete" : "insert"
    let line = [
      copy, source, operation.sheet, operation.axis, what, "\(operation.line)",
      "\(operation.count)",
    ].joined(separator: "\t")
    let list = fopen("\(folder)/list.tsv", "a")
    fputs(line + "\n", list)
    fclose(list)
  }

  /// A part after a change, with its entities decoded.
  static func text(of part: String, in source: String, _ change: PackageChange) throws -> String {
    let archive = try Archive(path: source)
    let entry = try archive.entry(part)
    let bytes =
      try change.replacements.first { $0.index == entry.index }?.bytes
      ?? archive.open(entry).readAll()
    let text = String(decoding: bytes, as: UTF8.self)
    return XMLEntities.decode(text) ?? text
  }
}
