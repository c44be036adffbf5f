import Foundation
import Tabular

@testable import SpreadsheetML

/// The bytes are a whole container.
enum Container {
  @Sendable static func read(_ bytes: [UInt8]) {
    Scratch.write(bytes)
    if let archive = try? Archive(path: Scratch.path) {
      for entry in archive.entries.prefix(50) {
        guard let stream = try? archive.open(entry) else { continue }
        _ = try? stream.readAll()
      }
    }
    guard let workbook = try? Workbook.open(path: Scratch.path) else { return }
    for index in workbook.sheets.indices.prefix(5) { _ = try? workbook.readGrid(sheetAt: index) }
  }
}

/// The bytes are one part, packed with a right checksum.
enum Parts {
  private static let texts =
    "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t>a</t></si>"
    + "<si><t>b</t></si></sst>"

  private static func pack(_ parts: [(String, [UInt8])]) -> Archive? {
    unlink(Scratch.path)
    guard var zip = try? ZipOutput(path: Scratch.path, compression: .fast) else { return nil }
    for (name, bytes) in parts { try? zip.add(name, bytes) }
    try? zip.finish()
    return try? Archive(path: Scratch.path)
  }

  /// The byte scanner gives what libxml2 gives, in windows of any size.
  @Sendable static func sheet(_ bytes: [UInt8]) {
    guard let archive = pack([("sheet.xml", bytes), ("texts.xml", Array(texts.utf8))]) else {
      return
    }
    let wanted = rows(archive, .reference, 4096)
    for chunk in [67, 256 << 10] where rows(archive, .fastest, chunk) != wanted {
      fatalError("scanner and libxml2 differ, window \(chunk)")
    }
  }

  private static func rows(_ archive: Archive, _ path: Workbook.ReadingPath, _ chunk: Int) -> String
  {
    var date = CellStyle()
    date.isDate = true
    var result = ""
    do {
      var rows = try RowStream(
        part: "sheet.xml",
        in: archive,
        styles: [CellStyle(), date],
        strings: SharedStrings(part: "texts.xml", in: archive),
        options: ReadingOptions(),
        path: path,
        chunk: chunk
      )
      while try rows.next() {
        let row = rows.row
        result += "\n\(row.number) \(row.isHidden) \(row.outlineLevel) \(row.isOutOfOrder)"
        for cell in row.cells {
          result +=
            ";\(cell.column) \(cell.style) \(cell.kind) \(rows.text(of: cell) ?? "\(cell.payload)")"
        }
        for formula in row.formulas { result += ";\(formula.index)=\(formula.text)" }
      }
      let (frame, notes) = (rows.frame, rows.notes)
      return result + "\n\(frame) \(notes)"
    } catch {
      return "refused"
    }
  }

  @Sendable static func strings(_ bytes: [UInt8]) {
    guard let archive = pack([("texts.xml", bytes)]) else { return }
    let wanted = table(archive, .reference, 4096)
    for chunk in [509, 256 << 10] where table(archive, .fastest, chunk) != wanted {
      fatalError("scanner and libxml2 differ, window \(chunk)")
    }
  }

  private static func table(
    _ archive: Archive,
    _ path: Workbook.ReadingPath,
    _ chunk: Int
  ) -> [String?] {
    let strings = SharedStrings(part: "texts.xml", in: archive, path: path, chunk: chunk)
    do { try strings.loadAll() } catch { return [] }
    return (0..<strings.texts.count).map { strings.texts[$0] } + [
      "\(strings.runs.sorted { $0.key < $1.key })"
    ]
  }

  @Sendable static func styles(_ bytes: [UInt8]) {
    guard let archive = pack([("styles.xml", bytes)]),
      let stream = try? archive.stream(ofPart: "styles.xml")
    else { return }
    _ = try? Styles(stream)
  }

  /// Workbook, relationships and content types, cut at a byte that no XML has.
  @Sendable static func workbook(_ bytes: [UInt8]) {
    let parts = bytes.split(separator: 0, maxSplits: 3, omittingEmptySubsequences: false).map(
      Array.init
    )
    let names = [
      "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "_rels/.rels",
    ]
    guard pack(Array(zip(names, parts))) != nil, let book = try? Workbook.open(path: Scratch.path)
    else {
      return
    }
    for index in book.sheets.indices.prefix(3) { _ = try? book.readGrid(sheetAt: index) }
  }
}
