import CSV
import Definitions
import Forms
import Foundation
import Tabular
import Testing
import VietnameseText

/// Encoding and dialect found by content.
@Suite struct DelimitedInputTests {
  private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  private static let tables = DefinitionStore(roots: [root + "/templates"]).vocabulary.encodings

  private static let text = """
    STT,Thôn,Số hộ,Ghi chú
    1,Thôn Hợp Thành,152,Đã rà soát
    2,Thôn Quang Trung,98,Nguyễn Thị Hường
    3,Thôn Đồng Xuân,121,

    """

  private func open(_ bytes: [UInt8], encoding: TextEncoding? = nil) throws(CSVError)
    -> DelimitedInput
  {
    let tables = Self.tables
    let options = DelimitedInput.Options(encoding: encoding, legacy: { tables })
    return try DelimitedInput(.memory(bytes), options: options)
  }

  private func texts(_ input: DelimitedInput) throws -> [[String]] {
    var reader = try input.reader()
    var rows: [[String]] = []
    while try reader.next() { rows.append(reader.texts) }
    return rows
  }

  /// A text in an old encoding, by the table itself; a letter without one is a letter and its tone.
  static func bytes(_ text: String, in table: LegacyEncoding) throws -> [UInt8] {
    var result: [UInt8] = []
    for scalar in text.unicodeScalars {
      if scalar.value < 0x80 {
        result.append(UInt8(scalar.value))
      } else if let bytes = table.bytes(of: scalar) {
        result += bytes
      } else {
        let parts = try #require(CanonicalText.toneApart(scalar))
        for part in [parts.letter, parts.tone] {
          result += part.value < 0x80 ? [UInt8(part.value)] : try #require(table.bytes(of: part))
        }
      }
    }
    return result
  }

  @Test(arguments: ["windows-1258", "tcvn3", "vni", "viscii", "vps"])
  func `an old encoding is found by the words that it makes`(id: String) throws {
    let table = try #require(Self.tables.first { $0.id == id })
    // TCVN3 has no capitals with a tone.
    let text = id == "tcvn3" ? Self.text : Self.text + "4,ẤP BÌNH YÊN,5,Ổn\n"
    let bytes = try Self.bytes(text, in: table)
    let input = try open(bytes)
    #expect(input.encoding.name == id)
    #expect(input.isFoundByContent)
    let expected = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(try texts(input) == expected)
    // Byte by byte the same, and each row knows where it stands.
    var reader = try input.reader(window: 16)
    var offset = 0
    for line in bytes.split(separator: 0x0A) {
      #expect(try reader.next())
      #expect(reader.offset == offset)
      offset += line.count + 1
    }
  }

  @Test(arguments: ["windows-1258", "tcvn3", "vni", "viscii", "vps", "windows-1252"])
  func `every letter of a table is read from a file`(id: String) throws {
    let table = try #require(Self.tables.first { $0.id == id })
    let file = Self.root + "/templates/encodings/\(id).yaml"
    var count = 0
    for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    where line.hasPrefix("  \"") {
      let parts = line.split(separator: "\"")
      let bytes = parts[1].split(separator: " ").compactMap { UInt8($0, radix: 16) }
      var letter = String(parts[3])
      if letter.hasPrefix("\\u"), let value = UInt32(letter.dropFirst(2), radix: 16) {
        letter = String(Unicode.Scalar(value).map(Character.init) ?? "?")
      }
      let read = bytes.withUnsafeBufferPointer { table.decode($0) }
      #expect(Array(read.unicodeScalars) == Array(letter.unicodeScalars), "\(line)")
      count += 1
    }
    #expect(count > 60)
  }

  @Test(arguments: [
    "Nombre,Ciudad,Año\nJosé Peña,Málaga,2020\nMaría Ibáñez,Córdoba,2021\nÍñigo,León,22\n",
    "Nom,Ville,Prénom\nLefèvre,Besançon,André\nBérénice,Orléans,Noël\nété,à,là\n",
    "Name,Größe\nMüller,5\nJäger,6\nKöhler,7\nWeiß,8\n", "a,m²\n1,2\n", "a,b\n\u{E9},1\n",
  ])
  func `other languages are never taken for Vietnamese`(text: String) throws {
    let latin = text.unicodeScalars.map { UInt8($0.value) }
    let error = #expect(throws: CSVError.self) { try open(latin) }
    #expect(error?.code == .undecidedEncoding)
    #expect(error?.offset == latin.firstIndex { $0 >= 0x80 })
    let western = try #require(TextEncoding(name: "Latin-1", legacy: Self.tables))
    let rows = try texts(try open(latin, encoding: western))
    #expect(rows.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n" == text)
  }

  @Test func `UTF-8 with an old row in it is an error at that row`() throws {
    let bytes = Array(Self.text.utf8) + Array("4,Th".utf8) + [0xAB] + Array("n,1,\n".utf8)
    let error = #expect(throws: CSVError.self) { try open(bytes) }
    #expect(error?.line == 5)
    #expect(error?.byte == 0xAB)
  }

  @Test(arguments: [true, false], [true, false])
  func `UTF-16 is found with and without a mark`(isBig: Bool, hasMark: Bool) throws {
    var bytes: [UInt8] = []
    for unit in (hasMark ? [0xFEFF] : []) + Array(Self.text.utf16) {
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      bytes += isBig ? pair : pair.reversed()
    }
    let input = try open(bytes)
    #expect(input.encoding == (isBig ? .utf16BigEndian : .utf16LittleEndian))
    #expect(input.hasByteOrderMark == hasMark)
    #expect(try texts(input)[1][1] == "Thôn Hợp Thành")
    // Half a letter at the end is damage, not a missing letter.
    #expect(throws: CSVError.self) { try texts(try open(Array(bytes.dropLast()))) }
  }

  @Test func `letters far behind a beginning of figures decide too`() throws {
    let figures = Array(String(repeating: "12345,67890\n", count: 30_000).utf8)
    let table = try #require(Self.tables.first { $0.id == "tcvn3" })
    let input = try open(figures + Self.bytes(Self.text, in: table))
    #expect(input.encoding.name == "tcvn3")
    let error = #expect(throws: CSVError.self) {
      try open(figures + Array("a,".utf8) + [0xE9, 0x0A])
    }
    #expect(error?.line == 30_001)
  }

  @Test(arguments: [
    ("a;b\n98,7;1,5\n1,5;2\n", ";", "\""), ("a\tb\n1,2\t3\n", "\t", "\""),
    ("a|b|c\n1|2|3\n", "|", "\""),
    ("sep=;\na;b\n1,2;3\n", ";", "\""), ("'a','b'\n'1,5','x'\n'2','y,z'\n", ",", "'"),
    ("\"a\", \"b\"\n\"1, 2\", \"x\"\n\"3\", \"y\"\n", ", ", "\""),
    ("Danh sách hộ\n\na,b,c\n1,2,3\n4,5,6\n", ",", "\""), ("a:b:c\n1:2:3\n4:5:6\n", ":", "\""),
    ("a b c\n1 2 3\n4 5 6\n", " ", "\""),
    ("Ngày,Giờ\n1/2/2025,07:30:00\n2/2/2025,08:00:15\n", ",", "\""),
    ("# ghi chú\n#,Tên;Thôn,Hộ\n1,A;B,2\n2,C;D,3\n", ",", "\""),
    ("Biểu 1\nXã A\nNăm 2025\nĐơn vị: hộ\nNgười lập\nSTT;Tên\n1;A\n", ";", "\""),
  ])
  func `the dialect is found`(text: String, delimiter: String, quote: String) throws {
    let input = try open(Array(text.utf8))
    #expect(String(decoding: input.dialect.delimiter, as: UTF8.self) == delimiter)
    #expect(input.dialect.quote == quote.utf8.first)
  }

  @Test func `a sep line is no row, and physical lines count it`() throws {
    let input = try open(Array("sep=;\r\na;b\r\n1;2".utf8))
    var reader = try input.reader()
    #expect(try reader.next())
    #expect(reader.row == 0)
    #expect(reader.lineNumber == 2)
    #expect(reader.offset == 7)
  }

  // MARK: - Whole files

  @Test func `rows with another number of fields than the headings are told`() throws {
    let text = "Biểu 1\nSTT,Tên,Thu nhập\n1,A,10\n2,B,98,7\n3,C\n4,D,5\nNgười lập\n"
    let file = try #require(DelimitedFile.read(Array(text.utf8), name: "t"))
    #expect(file.issues.map(\.kind) == [.tooManyFields, .tooFewFields])
    #expect(file.issues.map(\.line) == [4, 5])
    #expect(file.width == 3)
  }

  @Test func `headings narrower than every row are told`() throws {
    let text = "Tên,Thu nhập\nA,98,7\nB,1,5\nC,2,5\n"
    let file = try #require(DelimitedFile.read(Array(text.utf8), name: "t"))
    #expect(file.issues.map(\.kind) == [.tooManyFields, .tooManyFields, .tooManyFields])
  }

  @Test func `rows taken into a quoted field are told`() throws {
    let text = "a,b,c\n1,\"x,2\n2,y,3\n3,z\",4\n4,w,5\n"
    let file = try #require(DelimitedFile.read(Array(text.utf8), name: "t"))
    #expect(file.issues.map(\.kind) == [.swallowedRows])
    #expect(file.issues.first?.line == 2)
  }

  @Test func `comments below the headings are no part of the grid, but count as rows`() throws {
    let text = "# Nguồn: UBND xã\nSTT,Tên,Hộ\n1,A,2\n# kiểm tra lại, nhé\n2,B,3\n"
    let file = try #require(DelimitedFile.read(Array(text.utf8), name: "t"))
    #expect(file.comments == [3])
    #expect(file.grid.rows.map(\.number) == [0, 1, 2, 4])
    #expect(file.grid.rows.map(\.line) == [1, 2, 3, 5])
    // A column may be headed by the sign.
    let headed = try #require(DelimitedFile.read(Array("#,Tên\n1,A\n".utf8), name: "t"))
    #expect(headed.comments.isEmpty)
  }
}
