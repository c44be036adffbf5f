import Foundation
import Tabular
import Testing

@testable import SpreadsheetML

/// What an annotated copy does to what was in the workbook before.
struct AnnotatorTests {
  private func annotations(_ sheet: String, _ cells: [String]) throws -> Annotations {
    var result = Annotations(
      sheetName: "Lỗi cần sửa",
      title: "LỖI",
      introduction: ["Hai lỗi."],
      headings: ["Mức độ", "Ô"],
      widths: [10, 20]
    )
    for text in cells {
      let range = try #require(CellRange(a1: text))
      result.marks.append(
        Annotations.Mark(sheet: sheet, cells: range, level: .error, text: "Sai <&")
      )
      result.lines.append(
        Annotations.Line(level: .error, texts: ["LỖI", text], link: (1, sheet, range.upperLeft))
      )
    }
    return result
  }

  /// The parts of a copy of a preservation template, by name, with entities decoded.
  private func parts(_ template: String, _ content: Annotations) throws -> [String: String] {
    let folder = NSTemporaryDirectory() + "ntm-annotated-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let source = PreservationTests.folder + "/" + template
    let copy = folder + "/copy.xlsx"
    let again = folder + "/again.xlsx"
    try WorkbookPatcher.write(try WorkbookAnnotator.change(source, content), of: source, to: copy)
    try WorkbookPatcher.write(try WorkbookAnnotator.change(copy, content), of: copy, to: again)
    let (first, second) = (try Archive(path: copy), try Archive(path: again))
    #expect(first.entries.map(\.checksum) == second.entries.map(\.checksum), "marks once")
    var result: [String: String] = [:]
    for entry in first.entries where entry.size < 1 << 20 {
      result[entry.name] = String(decoding: try first.open(entry).readAll(), as: UTF8.self)
    }
    return result
  }

  private func sheet(of template: String) throws -> String {
    let workbook = try Workbook.open(path: PreservationTests.folder + "/" + template)
    return workbook.sheets[0].name
  }

  @Test func `a note that is there stays, with ours behind it`() throws {
    let name = "comments.xlsxwriter.xlsx"
    let sheet = try sheet(of: name)
    let old = try parts(name, try annotations(sheet, []))["xl/comments1.xml"] ?? ""
    let place = try #require(old.firstRange(of: "ref=\""))
    let cell = String(old[place.upperBound...].prefix { $0 != "\"" })
    let new = try parts(name, try annotations(sheet, [cell, cell, "H1"]))
    let text = try #require(new["xl/comments1.xml"])
    let count = { (word: String) in text.components(separatedBy: word).count - 1 }
    #expect(count("NTM Toolkit:") == 2, "two findings of a cell are one note")
    #expect(count("<comment ") == old.components(separatedBy: "<comment ").count)
    #expect(text.contains("Sai &lt;&amp;"))
    let box = try #require(new["xl/drawings/vmlDrawing1.vml"])
    #expect(box.contains("<x:Row>0</x:Row><x:Column>7</x:Column>"))
  }

  @Test func `a threaded comment stays as it is`() throws {
    let name = "threaded-comments.handmade.xlsx"
    let sheet = try sheet(of: name)
    let source = try Archive(path: PreservationTests.folder + "/" + name)
    let thread = try #require(source.entries.first { $0.name.contains("threadedComment") })
    let before = String(decoding: try source.open(thread).readAll(), as: UTF8.self)
    let place = try #require(before.firstRange(of: "ref=\""))
    let cell = String(before[place.upperBound...].prefix { $0 != "\"" })
    var content = try annotations(sheet, [cell])
    content.lines[0].texts.append("code")
    content.threadRemark = "Chỉ ghi ở đây."
    let new = try parts(name, content)
    #expect(new[thread.name] == before)
    #expect(new.values.contains { $0.contains("\(cell) Chỉ ghi ở đây.") }, "the list says why")
    let notes = new.filter { $0.key.contains("comments") && !$0.key.contains("threaded") }
    #expect(!notes.values.contains { $0.contains("NTM Toolkit:") })
  }

  @Test func `names that belong to a sheet count on, the list is shown alone`() throws {
    let name = "names.openpyxl.xlsx"
    let source = try Archive(path: PreservationTests.folder + "/" + name)
    let before = String(
      decoding: try source.open(source.entry("xl/workbook.xml")).readAll(),
      as: UTF8.self
    )
    let new = try parts(name, try annotations(try sheet(of: name), ["B2"]))
    let book = try #require(new["xl/workbook.xml"])
    let numbers = { (text: String) in
      text.components(separatedBy: "localSheetId=\"").dropFirst().compactMap {
        Int($0.prefix { $0 != "\"" })
      }
    }
    #expect(!numbers(before).isEmpty)
    #expect(numbers(book) == numbers(before).map { $0 + 1 })
    #expect(book.contains("ntm.findings"))
    #expect(!book.contains("activeTab"))
    let selected = new.filter { $0.key.hasPrefix("xl/worksheets/sheet") }.values
      .filter { $0.contains("tabSelected=\"1\"") }
    #expect(selected.count == 1)
  }

  @Test func `a merged cell is marked where it shows, and everything else of the sheet stays`()
    throws
  {
    let name = "merges.openpyxl.xlsx"
    let path = PreservationTests.folder + "/" + name
    let source = try Archive(path: path)
    let before = String(
      decoding: try source.open(source.entry("xl/worksheets/sheet1.xml")).readAll(),
      as: UTF8.self
    )
    let place = try #require(before.firstRange(of: "mergeCell ref=\""))
    let text = String(before[place.upperBound...].prefix { $0 != "\"" })
    let range = try #require(CellRange(a1: text))
    let sheet = try sheet(of: name)
    let new = try parts(name, try annotations(sheet, [range.lowerRight.description]))
    let notes = try #require(new.first { $0.key.hasPrefix("xl/comments") }?.value)
    #expect(notes.contains("ref=\"\(range.upperLeft)\""))
    let after = try #require(new["xl/worksheets/sheet1.xml"])
    #expect(after.contains("legacyDrawing"))
    let plain = { (text: String) in
      text.replacingOccurrences(of: #" s="\d+""#, with: "", options: .regularExpression)
        .replacingOccurrences(of: #"<legacyDrawing[^>]*>"#, with: "", options: .regularExpression)
        .replacingOccurrences(of: " tabSelected=\"1\"", with: "")
    }
    #expect(plain(after) == plain(before))
  }

  @Test func `a cell keeps its other formats and gets its own colour back`() throws {
    let styles = """
      <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1">\
      <font><sz val="11"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill>\
      <fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">\
      <fgColor theme="4" tint="0.5"/><bgColor indexed="64"/></patternFill></fill></fills>\
      <borders count="1"><border/></borders><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" \
      borderId="0"/><xf numFmtId="4" fontId="0" fillId="2" borderId="0" applyFill="1"><alignment \
      horizontal="center"/></xf></cellXfs></styleSheet>
      """
    let before = try #require(Markup(Array(styles.utf8)))
    var appender = try #require(StyleAppender(before))
    let marked = appender.marked(1, .warning)
    #expect(appender.isMarked(marked))
    #expect(!appender.isMarked(1))
    let plain = appender.marked(0, .error)
    let result = appender.result()
    let text = String(decoding: result, as: UTF8.self)
    #expect(text.contains("numFmtId=\"4\" fontId=\"0\" fillId=\"3\""))
    #expect(text.hasPrefix(String(styles.prefix { $0 != "f" })))
    let after = try #require(Markup(result))
    var again = try #require(StyleAppender(after))
    let back = again.unmarked(marked)
    let other = again.unmarked(plain)
    let final = String(decoding: again.result(), as: UTF8.self)
    #expect(!again.isMarked(back))
    #expect(final.contains("<fgColor theme=\"4\" tint=\"0.5\"/><bgColor indexed=\"64\"/>"))
    #expect(other == 0, "a cell without colour gets its own format back")
  }

  @Test(arguments: [
    #"<gradientFill degree="90"><stop position="0"><color rgb="FF00FF00"/></stop><stop position="1"><color theme="4"/></stop></gradientFill>"#,
    #"<patternFill patternType="lightUp"><fgColor rgb="FF0000FF"/></patternFill>"#,
  ])
  func `a gradient or a pattern shows the mark and is itself again`(fill: String) throws {
    let styles = """
      <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1">\
      <font><sz val="11"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>\
      <fill>\(fill)</fill></fills><borders count="1"><border/></borders><cellXfs count="2"><xf fillId="0"/>\
      <xf numFmtId="4" fillId="1" applyFill="1"/></cellXfs></styleSheet>
      """
    let before = try #require(Markup(Array(styles.utf8)))
    var appender = try #require(StyleAppender(before))
    let marked = appender.marked(1, .error)
    #expect(marked != 1 && appender.isMarked(marked) && !appender.isMarked(1))
    let after = try #require(Markup(appender.result()))
    var again = try #require(StyleAppender(after))
    #expect(again.unmarked(marked) == 1, "its own format, not a copy of it")
    #expect(again.isMarked(marked))
  }

  @Test func `a pattern on a colour has no room for a mark and stays`() throws {
    let fill = try #require(
      Markup(
        Array(
          #"<fill><patternFill patternType="lightUp"><bgColor rgb="FFFFFF00"/></patternFill></fill>"#
            .utf8
        )
      )
    )
    #expect(FillMark(fill)?.marked("FFFFB4B3") == nil)
    #expect(FillMark(fill)?.isMarked == false)
  }
}
