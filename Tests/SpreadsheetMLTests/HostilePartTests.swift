import Foundation
import Tabular
import Testing

@testable import SpreadsheetML

/// Parts that were damaged at random, seeded: the byte scanner and libxml2 give the same rows or both
/// refuse, and nothing traps.
@Suite struct HostilePartTests {
  private static let head =
    "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"

  /// Parts as programs write them, with everything that the scanner knows.
  private static let sheets = [
    """
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    \(head)<dimension ref="A1:D3"/><cols><col min="2" max="3" hidden="1"/></cols><sheetData>\
    <row r="1" spans="1:4" hidden="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1"><v>12.5</v></c>\
    <c r="C1" t="inlineStr"><is><t xml:space="preserve"> Thôn &amp; bản</t></is></c><c r="D1" s="1"/>\
    </row><row r="2"><c r="A2" t="str"><f>B2&amp;"x"</f><v>ax</v></c><c r="B2" t="b"><v>1</v></c>\
    <c r="C2" t="e"><v>#REF!</v></c><c r="D2" t="d"><v>2025-03-07T08:30:00</v></c></row></sheetData>\
    <autoFilter ref="A1:D2"><filterColumn colId="0"/></autoFilter><mergeCells><mergeCell ref="A1:B1"/>\
    </mergeCells><pageMargins left="0.7" right="0.7"/><headerFooter><oddHeader>&amp;C Hộ</oddHeader>\
    </headerFooter></worksheet>
    """,
    """
    \(head)<sheetData><row><c><v>1</v></c><c t="s"><v>1</v></c></row><row r="7"><c r="B7"><f t="shared" \
    ref="B7:B8" si="0">A7*2</f><v>4</v></c></row><row r="8"><c r="B8"><f t="shared" si="0"/><v>1E-3</v>\
    </c><c r="C8" t="inlineStr"><is><r><t>a</t></r><r><rPr><rFont val="Arial"/></rPr><t>b</t></r></is>\
    </c></row></sheetData></worksheet>
    """,
    """
    \(head)<sheetPr filterMode="1"><tabColor rgb="FF00FF00"/></sheetPr><sheetData><row r="1" hidden="1"><c r="A1">\
    <f t="shared" si="0"/><v>1</v></c><c r="B1"><f t="shared" si="7"/><v>2</v></c></row><row r="3"><c r="A3">\
    <f t="shared" ref="A1:A3" si="0">C3*2</f><v>3</v></c><c r="B3"><is><t>ba</t></is></c><c r="C3"><v>1</v>\
    <is><t>một</t></is></c></row></sheetData><autoFilter ref="A1:B3"><filterColumn colId="0"/></autoFilter>\
    <customSheetViews><customSheetView guid="{0}"><autoFilter ref="A5:B9"><filterColumn colId="1"/>\
    </autoFilter></customSheetView></customSheetViews></worksheet>
    """,
  ]

  private static let texts = """
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="4" uniqueCount="4">\
    <si><t>Lê Văn An</t></si><si><t xml:space="preserve"> a_x000D_ </t></si><si><t/></si>\
    <si><t>&lt;b&gt; &#7897;</t></si><si><t>Thôn</t><r><t xml:space="preserve"> 1</t></r><r><rPr><b/>\
    <sz val="11"/><rFont val=".VnTime"/></rPr><t>b&#7897;_x0041_</t></r><rPh sb="0" eb="1"><t>x</t></rPh>\
    <phoneticPr fontId="1"/></si>
    <si><r><rPr><rFont val="Arial"/></rPr><t>hai</t></r></si></sst>
    """

  /// What stands in damaged files, and what has a meaning at the wrong place.
  private static let pieces = [
    "<", ">", "&", "\"", "'", "/", "=", "&#65;", "&amp;", "&x;", "]]>", "<!--x-->", "<![CDATA[1]]>",
    "<?x y?>", "<!DOCTYPE a>", " xmlns=\"\"", " r=\"A1\"", " r=\"XFE1\"", "<c>", "</c>", "<v>",
    "</v>",
    "<row>", "</row>", "<is><t>x</t></is>", "\u{0}", "\u{1}", "\u{FFFE}", "\u{FEFF}", "\r\n", "\t",
    "x:",
    "<sheetData>", "</sheetData>", "<mergeCell ref=\"\"/>", "0x1F", "1e999", "-1",
    "99999999999999999999",
    "ộ", "\u{10FFFF}", "t=\"zzz\"", "_x0041_",
  ]

  private func damaged(_ text: String, _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1:
        bytes.removeSubrange(
          place..<min(bytes.count, place + Int.random(in: 1...9, using: &random))
        )
      case 2:
        let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
        bytes.insert(
          contentsOf: bytes[place..<end],
          at: Int.random(in: 0..<bytes.count, using: &random)
        )
      default:
        bytes.insert(
          contentsOf: Self.pieces.randomElement(using: &random).map { Array($0.utf8) } ?? [],
          at: place
        )
      }
      if bytes.isEmpty { return [0x3C] }
    }
    return bytes
  }

  /// Rows as text, or the word for a refusal.
  private func read(_ path: String, _ way: Workbook.ReadingPath, chunk: Int) throws -> String {
    let archive = try Archive(path: path)
    let strings = SharedStrings(part: "texts.xml", in: archive, path: way, chunk: chunk)
    var style = CellStyle()
    style.isDate = true
    var result = ""
    do {
      var rows = try RowStream(
        part: "sheet.xml",
        in: archive,
        styles: [CellStyle(), style],
        strings: strings,
        options: ReadingOptions(),
        path: way,
        chunk: chunk
      )
      while try rows.next() {
        let row = rows.row
        result += "\(row.number)\(row.isHidden) "
        for cell in row.cells {
          result +=
            "\(cell.column),\(cell.style),\(cell.kind),\(rows.text(of: cell) ?? "\(cell.payload)");"
        }
        for formula in row.formulas { result += "\(formula.index)=\(formula.text);" }
        result += "\n"
      }
      let (frame, notes) = (rows.frame, rows.notes)
      try strings.loadAll()
      for index in 0..<strings.texts.count {
        result += "\(strings.texts[index] ?? "")\(strings.runs[index] ?? []);"
      }
      return result
        + "\(frame.merges) \(frame.hiddenColumns) \(String(describing: frame.filteredRows)) "
        + "\(frame.isFiltered) \(notes)"
    } catch {
      return "refused"
    }
  }

  @Test(arguments: 0..<8)
  func `scanner and libxml2 agree on damaged parts`(seed: Int) throws {
    var random = SystemRandomNumberGenerator.seeded(UInt64(1000 + seed))
    let folder =
      NSTemporaryDirectory() + "ntm-parts-\(ProcessInfo.processInfo.processIdentifier)-\(seed)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/a.zip"
    var refusals = 0
    let rounds = ProcessInfo.processInfo.environment["NTM_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 250
    for round in 0..<rounds {
      let isText = Int.random(in: 0..<4, using: &random) == 0
      let sheet = Self.sheets[round % Self.sheets.count]
      let bytes = isText ? Array(sheet.utf8) : damaged(sheet, &random)
      let texts = isText ? damaged(Self.texts, &random) : Array(Self.texts.utf8)
      try? FileManager.default.removeItem(atPath: path)
      try StoredZip.write([("sheet.xml", bytes), ("texts.xml", texts)], to: path)
      let chunk = [64, 256 << 10][round % 2]
      let wanted = try read(path, .reference, chunk: chunk)
      let found = try read(path, .fastest, chunk: chunk)
      let shown = String(decoding: isText ? texts : bytes, as: UTF8.self)
      #expect(found == wanted, "round \(round): \(shown)")
      if wanted == "refused" { refusals += 1 }
    }
    #expect(refusals > rounds / 6 && refusals < rounds)
  }

  /// What random damage has found, or must find; each once as a case of its own.
  @Test(arguments: [
    "<row r=\"1\"><c r=\"&#65;1\"><v>1</v></c></row>",
    "<row r=\"1\"><c r=\"A1\"r2=\"1\"><v>1</v></c></row>",
    "<row r=\"1\"><c r=\"A1\" s=\"1\" s=\"1\"><v>1</v></c></row>",
    "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a]]>b</v></c></row>",
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a]]>b</t></is></c></row>",
    "<row r=\"1\"><c r=\"A1\"><v>0x1F</v></c></row>",
    "<row r=\"1\"><c r=\"A1\"><v> 5\n</v></c></row>",
    "<row r=\"1\"></row x><row r=\"2\"><c r=\"A2\"><v>1</v></c></row>",
    "<row r=\"1\"><c r=\"A1\" 1a=\"x\"><v>1</v></c></row>",
    "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>\u{FFFE}</t></is></c></row>",
    "<row r=\"\"><c><v>1</v></c></row>", "<row r=\"1\"><c r=\"\"><v>1</v></c></row>",
    "<row r=\"1\"><c r=\"A1\" s=\"70000\"><v>1</v></c><c r=\"B1\" s=\"-1\"><v>1</v></c></row>",
    "<row r=\"1\"><c r=\"A1\"><v>1</v><v>2</v></c></row>",
    "<x:row xmlns:x=\"urn:x\" r=\"1\"><x:c r=\"A1\"><x:v>1</x:v></x:c></x:row>",
  ])
  func `what damage may look like is read alike by both`(rows: String) throws {
    try agree(Self.head + "<sheetData>" + rows + "</sheetData></worksheet>")
  }

  @Test(arguments: [
    "<?xml version=\"1.0\" standalone=\"y?>", "<?xml version='1.0' encoding='utf-8'?>\n",
    "<?xml version=\"1.0\" <c>encoding=\"UTF-8\"?>", "<?xml version=\"1.0\" standalone=\"maybe\"?>",
    "<?xml version=\"1.1\"?>", "<?xml version=\"1.0\" encoding=\"UTF-8\" a=\"1\"?>", "\u{FEFF}",
    "\n",
    "\u{FEFF}<?xml version=\"1.0\"?>\n\n", "<?xml version=\"1.0\"?>x", "<?xml version=\"1.0\"  ?>",
  ])
  func `what stands before the root is read alike by both`(start: String) throws {
    let row = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"
    try agree(start + Self.head + "<sheetData>" + row + "</sheetData></worksheet>")
  }

  private func agree(_ text: String) throws {
    let path =
      NSTemporaryDirectory()
      + "ntm-part-\(ProcessInfo.processInfo.processIdentifier)-\(text.hashValue).zip"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try StoredZip.write(
      [("sheet.xml", Array(text.utf8)), ("texts.xml", Array(Self.texts.utf8))],
      to: path
    )
    let wanted = try read(path, .reference, chunk: 64)
    for chunk in [1, 64, 256 << 10] { #expect(try read(path, .fastest, chunk: chunk) == wanted) }
  }
}

/// Writes parts as they are into a container with right checksums, so that damage in them is seen.
enum StoredZip {
  static func write(_ parts: [(name: String, bytes: [UInt8])], to path: String) throws {
    var zip = try ZipOutput(path: path, compression: .fast)
    for (name, bytes) in parts { try zip.add(name, bytes) }
    try zip.finish()
  }
}
