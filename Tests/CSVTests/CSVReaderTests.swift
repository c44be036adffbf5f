import CSV
import Tabular
import Testing

/// Rows, fields, positions and what is said about bad text, whatever the size of the pieces.
@Suite struct CSVReaderTests {
  struct Reading: Equatable {
    var rows: [[String]] = []
    var lines: [Int] = []
    var offsets: [Int] = []
    var issues: [CSVIssue] = []
  }

  static func read(
    _ bytes: [UInt8],
    _ dialect: CSVDialect = CSVDialect(),
    encoding: TextEncoding = .utf8,
    limits: Limits = Limits(),
    pieces: Int = .max,
    window: Int = 4096
  ) throws(CSVError) -> Reading {
    var reader = CSVReader(
      ByteSource(bytes, pieces: pieces),
      dialect: dialect,
      encoding: encoding,
      limits: limits,
      window: window
    )
    var reading = Reading()
    while try reader.next() {
      reading.rows.append(reader.texts)
      reading.lines.append(reader.lineNumber)
      reading.offsets.append(reader.offset)
    }
    reading.issues = reader.issues
    return reading
  }

  static let cases: [(String, [[String]])] = [
    ("", []), ("a", [["a"]]), ("a,b\n", [["a", "b"]]), ("a,\n", [["a", ""]]), ("a,", [["a", ""]]),
    (",", [["", ""]]), ("\n", [[""]]), ("a\n\nb", [["a"], [""], ["b"]]),
    ("a\r\nb\rc\nd", [["a"], ["b"], ["c"], ["d"]]), ("\"a,b\"\"c\n\",d", [["a,b\"c\n", "d"]]),
    ("a\"b,c", [["a\"b", "c"]]), ("\"a\"b,c", [["ab", "c"]]), ("\"\",x", [["", "x"]]),
    ("hộ,\"thôn, bản\"\n", [["hộ", "thôn, bản"]]),
    // A quote that is never closed is a character, and no row is swallowed.
    ("\"a\nb", [["\"a"], ["b"]]),
    ("1,\"Thôn,2\n2,B,3\n", [["1", "\"Thôn", "2"], ["2", "B", "3"]]),
    // It is none either where a later quote only seems to close it.
    (
      "1,\"Thôn,2\n2,\"B\",3\n3,C,4",
      [["1", "\"Thôn", "2"], ["2", "B", "3"], ["3", "C", "4"]]
    ),
    // Quotes that are not doubled.
    ("\"Thôn \"Mới\" A\",1", [["Thôn \"Mới\" A", "1"]]),
    ("\"Thôn\"Mới,1,\"x\"", [["ThônMới", "1", "x"]]),
    ("\"\"All, good\",1", [["\"All, good", "1"]]),
    ("\"12\"\",\"x\"\n\"a\",\"b\"", [["12\"", "x"], ["a", "b"]]),
    (
      "\(String(repeating: "x", count: 63)),\"\(String(repeating: "y", count: 70))\"\r\n,z",
      [[String(repeating: "x", count: 63), String(repeating: "y", count: 70)], ["", "z"]]
    ),
  ]

  @Test(arguments: cases)
  func `fields are split and unquoted`(text: String, expected: [[String]]) throws {
    #expect(try Self.read(Array(text.utf8)).rows == expected)
  }

  @Test(arguments: cases, [1, 2, 3, 7])
  func `the size of the pieces changes nothing`(
    sample: (text: String, expected: [[String]]),
    pieces: Int
  ) throws {
    let bytes = Array(sample.text.utf8)
    let whole = try Self.read(bytes)
    #expect(try Self.read(bytes, pieces: pieces, window: 16) == whole)
  }

  @Test func `rows know their physical line and byte`() throws {
    let found = try Self.read(Array("a\r\n\"b\r\nb\rb\nb\"\rộ\nc".utf8))
    #expect(found.lines == [1, 2, 6, 7])
    #expect(found.offsets == [0, 3, 14, 18])
  }

  @Test func `fields know their byte, also in UTF-16`() throws {
    let text = "STT,Thôn\n1,\"Làng Mài\"\n"
    var wide: [UInt8] = []
    for unit in text.utf16 { wide += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    for pieces in [1, 2, 3, 7, 1000] {
      var reader = CSVReader(
        ByteSource(wide, pieces: pieces),
        dialect: CSVDialect(),
        encoding: .utf16LittleEndian,
        window: 16
      )
      #expect(try reader.next())
      #expect(reader.texts == ["STT", "Thôn"])
      #expect(reader.offset(ofField: 1) == 8)
      #expect(try reader.next())
      #expect(reader.texts == ["1", "Làng Mài"])
      #expect(reader.offset == 18)
      #expect(reader.offset(ofField: 1) == 22)
      #expect(try !reader.next())
    }
  }

  @Test(arguments: [
    ("a,b\n1,\"x\n2,y\n", CSVIssue.Kind.unclosedQuote, 1, 1, 2, 6),
    ("a,b\n\"x\"y,2\n", .misplacedQuote, 1, 0, 2, 4), ("a,b\n1,x\0y\n", .nul, 1, 1, 2, 5),
    ("a\n\"b\nc\"d\n", .unclosedQuote, 1, 0, 2, 2),
  ])
  func `what is wrong is told with its row, column, line and byte`(
    text: String,
    kind: CSVIssue.Kind,
    row: Int,
    column: Int,
    line: Int,
    offset: Int
  ) throws {
    let issue = try #require(try Self.read(Array(text.utf8)).issues.first)
    #expect(issue.kind == kind)
    #expect([issue.row, issue.column, issue.line, issue.offset] == [row, column, line, offset])
  }

  @Test(
    arguments: [
      ([0x61, 0x0A, 0xC3], 2, 2), ([0x61, 0x0A, 0x62, 0xC0, 0xAF], 2, 3),
      ([0xED, 0xA0, 0x80], 1, 0),
      ([0xE1, 0xBB, 0x2C], 1, 0), ([0xF5, 0x80, 0x80, 0x80], 1, 0), ([0x61, 0x80], 1, 1),
      (Array(repeating: 0x61, count: 63) + [0xE1, 0xBB], 1, 63),
      (Array("Thôn".utf8) + Array(repeating: 0x61, count: 100) + [0xF4, 0x90, 0x80, 0x80], 1, 105),
    ] as [([UInt8], Int, Int)]
  )
  func `bytes that are not UTF-8 stop the reading at their line and byte`(
    bytes: [UInt8],
    line: Int,
    offset: Int
  ) {
    for pieces in [1, 3, 1000] {
      let error = #expect(throws: CSVError.self) { try Self.read(bytes, pieces: pieces) }
      #expect(error?.code == .damagedText)
      #expect(error?.line == line)
      #expect(error?.offset == offset)
    }
  }

  @Test func `every scalar of Unicode passes, at every place of a block`() throws {
    for shift in [0, 1, 2, 3] {
      var text = String(repeating: "x", count: shift)
      for value in stride(from: UInt32(0x20), to: 0x110000, by: 61) {
        if let scalar = Unicode.Scalar(value), value != 0x22, value != 0x2C {
          text.unicodeScalars.append(scalar)
        }
      }
      #expect(try Self.read(Array(text.utf8)).rows == [[text]])
    }
  }

  @Test(arguments: [
    ("a,b,c\n", "columns=2", Limits.Name.columns, 1), ("a\nb\nc\n", "rows=2", .rows, 3),
    ("a\nbbbbbb\n", "text-bytes=5", .textBytes, 2), ("a\nb\nc\nd\n", "file-bytes=5", .fileBytes, 1),
  ])
  func `limits are named with the line`(
    text: String,
    list: String,
    limit: Limits.Name,
    line: Int
  ) throws {
    let limits = try Limits(list: list)
    let error = #expect(throws: CSVError.self) {
      try Self.read(Array(text.utf8), limits: limits)
    }
    #expect(error?.code == .limitExceeded)
    #expect(error?.limit == limit)
    #expect(error?.line == line)
  }

  @Test func `a row that never ends stops at its limit, in bounded memory`() throws {
    let limits = try Limits(list: "row-bytes=100k")
    let bytes = [UInt8](repeating: UInt8(ascii: ","), count: 1 << 20)
    let error = #expect(throws: CSVError.self) { try Self.read(bytes, limits: limits) }
    #expect(error?.limit == .rowBytes)
  }

  @Test func `a quote whose field exceeds the limit swallows nothing`() throws {
    let limits = try Limits(list: "text-bytes=1k")
    let text = "a,b\n1,\"x\n" + String(repeating: "2,yyyy\n", count: 1000) + "3,\"z\"\n"
    for pieces in [7, 100_000] {
      let reading = try Self.read(Array(text.utf8), limits: limits, pieces: pieces)
      #expect(reading.rows.count == 1003)
      #expect(reading.issues.map(\.line) == [2])
    }
  }

  @Test func `another delimiter leaves commas alone`() throws {
    let semicolon = CSVDialect(delimiter: UInt8(ascii: ";"))
    #expect(try Self.read(Array("98,7;\"a;b\"".utf8), semicolon).rows == [["98,7", "a;b"]])
    let long = CSVDialect(delimiter: Array(", ".utf8))
    #expect(try Self.read(Array("a, \"b, c\", d,e".utf8), long).rows == [["a", "b, c", "d,e"]])
  }

  @Test func `escapes and single quotes are read where the dialect has them`() throws {
    let bars = CSVDialect(escape: UInt8(ascii: "\\"))
    #expect(
      try Self.read(Array("\"a\\\"b\",\"c\"\"d\",C:\\thon\n".utf8), bars).rows
        == [["a\"b", "c\"d", "C:\\thon"]]
    )
    let single = CSVDialect(quote: UInt8(ascii: "'"))
    #expect(try Self.read(Array("'a,b','c''d'".utf8), single).rows == [["a,b", "c'd"]])
    let none = CSVDialect(quote: nil)
    #expect(try Self.read(Array("\"a,b\"".utf8), none).rows == [["\"a", "b\""]])
  }

  /// Flips, cuts and doubles bytes of a text with everything in it.
  @Test func `no mutation of a text makes the size of the pieces matter or traps`() throws {
    let seed = Array(
      "STT,\"Họ, tên\",x\r\n1,\"Lê \"\"A\"\"\nB\",\"\"\r2,'c',\\\"d\n\n\"e\"f,;\t|,\0".utf8
    )
    var random = SplitMix(state: 20_250_711)
    for _ in 0..<3000 {
      var bytes = seed
      for _ in 0...(random.next() % 4) {
        let place = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 4 {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(bytes[place], at: place)
        default: bytes[place] = Array("\",\n\r\\'".utf8)[Int(random.next() % 6)]
        }
        if bytes.isEmpty { bytes = [0x2C] }
      }
      let whole = Self.outcome(bytes, pieces: .max, window: 4096)
      #expect(Self.outcome(bytes, pieces: 1 + Int(random.next() % 7), window: 16) == whole)
    }
  }

  private static func outcome(_ bytes: [UInt8], pieces: Int, window: Int) -> Result<
    Reading, CSVError
  > {
    do throws(CSVError) {
      return .success(try read(bytes, pieces: pieces, window: window))
    } catch {
      return .failure(error)
    }
  }
}

/// Random numbers that are the same in every run.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
