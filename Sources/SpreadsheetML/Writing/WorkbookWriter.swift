import CLibZip
import Tabular

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes a new workbook; the same content gives the same bytes.
package enum WorkbookWriter {
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

  /// Writes to a path that does not exist yet.
  package static func write(_ workbook: NewWorkbook, to path: String) throws(PatchError) {
    var parts: [(String, String)] = [
      ("[Content_Types].xml", contentTypes(workbook)), ("_rels/.rels", relationships()),
      ("xl/workbook.xml", book(workbook)),
      ("xl/_rels/workbook.xml.rels", bookRelationships(workbook)),
      ("xl/styles.xml", styles()),
    ]
    for (index, sheet) in workbook.sheets.enumerated() {
      parts.append(("xl/worksheets/sheet\(index + 1).xml", SheetXML.text(sheet)))
    }
    var code: Int32 = 0
    guard let archive = zip_open(path, ZIP_CREATE | ZIP_EXCL, &code) else {
      throw .cannotWrite("zip \(code)")
    }
    for (name, text) in parts {
      let bytes = Array(text.utf8)
      let copy = malloc(max(bytes.count, 1))
      bytes.withUnsafeBytes { from in
        if let base = from.baseAddress, let copy {
          copy.copyMemory(from: base, byteCount: from.count)
        }
      }
      let index = zip_source_buffer(archive, copy, UInt64(bytes.count), 1).map {
        zip_file_add(archive, name, $0, ZIP_FL_ENC_UTF_8)
      }
      guard let index, index >= 0 else {
        zip_discard(archive)
        throw .cannotWrite(name)
      }
      // 1 January 1980, the beginning of ZIP's calendar: no clock in the bytes.
      zip_file_set_dostime(archive, UInt64(index), 0, 0x21, 0)
    }
    guard zip_close(archive) == 0 else {
      zip_discard(archive)
      throw .cannotWrite("close")
    }
  }

  private static func contentTypes(_ workbook: NewWorkbook) -> String {
    let base = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    var text =
      head + "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    text +=
      "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    text += "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    text += "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(base).sheet.main+xml\"/>"
    text += "<Override PartName=\"/xl/styles.xml\" ContentType=\"\(base).styles+xml\"/>"
    for index in workbook.sheets.indices {
      text +=
        "<Override PartName=\"/xl/worksheets/sheet\(index + 1).xml\" ContentType=\"\(base).worksheet+xml\"/>"
    }
    return text + "</Types>"
  }

  private static func relationships() -> String {
    head + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
      + "<Relationship Id=\"rId1\" Type=\"\(office)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
  }

  private static func bookRelationships(_ workbook: NewWorkbook) -> String {
    var text =
      head
      + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    for index in workbook.sheets.indices {
      text +=
        "<Relationship Id=\"rId\(index + 1)\" Type=\"\(office)/worksheet\" Target=\"worksheets/sheet\(index + 1).xml\"/>"
    }
    text +=
      "<Relationship Id=\"rId\(workbook.sheets.count + 1)\" Type=\"\(office)/styles\" Target=\"styles.xml\"/>"
    return text + "</Relationships>"
  }

  private static func book(_ workbook: NewWorkbook) -> String {
    var text = head + "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheets>"
    for (index, sheet) in workbook.sheets.enumerated() {
      text +=
        "<sheet name=\"\(SheetXML.attribute(sheet.name))\" sheetId=\"\(index + 1)\" r:id=\"rId\(index + 1)\"/>"
    }
    text += "</sheets>"
    if !workbook.names.isEmpty {
      text += "<definedNames>"
      for name in workbook.names.sorted(by: { $0.name < $1.name }) {
        text +=
          "<definedName name=\"\(SheetXML.attribute(name.name))\">\(SheetRelayout.escaped(name.text))</definedName>"
      }
      text += "</definedNames>"
    }
    return text + "</workbook>"
  }

  /// The looks of `NewWorkbook.Look`, in its order.
  private static func styles() -> String {
    let fonts = [
      "<sz val=\"12\"/>", "<b/><sz val=\"14\"/>", "<b/><sz val=\"11\"/>", "<sz val=\"12\"/>",
      "<sz val=\"12\"/>",
      "<i/><sz val=\"11\"/>",
    ].map { "<font>\($0)<name val=\"Times New Roman\"/></font>" }
    let side = "style=\"thin\""
    var text =
      head
      + "<styleSheet xmlns=\"\(main)\"><fonts count=\"\(fonts.count)\">\(fonts.joined())</fonts>"
    text +=
      "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>"
    text +=
      "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE7EFF7\"/></patternFill></fill></fills>"
    text +=
      "<borders count=\"2\"><border/><border><left \(side)/><right \(side)/><top \(side)/><bottom \(side)/></border></borders>"
    text += "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"6\">"
    let wrap = "<alignment vertical=\"center\" wrapText=\"1\"/>"
    let centre = "<alignment horizontal=\"center\" vertical=\"center\" wrapText=\"1\"/>"
    text += "<xf fontId=\"0\" applyFont=\"1\"/>"
    text +=
      "<xf fontId=\"1\" applyFont=\"1\" applyAlignment=\"1\"><alignment horizontal=\"center\"/></xf>"
    text +=
      "<xf fontId=\"2\" fillId=\"2\" borderId=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\">\(centre)</xf>"
    text += "<xf fontId=\"3\" applyFont=\"1\" applyAlignment=\"1\">\(wrap)</xf>"
    text +=
      "<xf fontId=\"4\" borderId=\"1\" applyFont=\"1\" applyBorder=\"1\" applyProtection=\"1\"><protection locked=\"0\"/></xf>"
    text += "<xf fontId=\"5\" applyFont=\"1\" applyAlignment=\"1\">\(wrap)</xf>"
    text +=
      "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
    return text + "</styleSheet>"
  }
}
