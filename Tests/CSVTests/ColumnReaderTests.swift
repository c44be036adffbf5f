import Tabular
import Testing
import VietnameseText

@testable import CSV

/// Typed columns: what is a value, what is not, and that nothing is lost or bent.
@Suite struct ColumnReaderTests {
  /// What came of a column, whatever the windows.
  struct Reading: Equatable {
    var states: [TypedColumn.State] = []
    var integers: [Int64] = []
    var decimals: [String] = []
    var days: [String?] = []
    var marks: [Bool] = []
    var texts: [String?] = []
  }

  static func read(
    _ text: String,
    _ kinds: [ColumnKind],
    fromRow start: Int = 0,
    dialect: CSVDialect = CSVDialect(),
    window: Int = 4096
  ) throws -> [Reading] {
    let source = CSVReader(ByteSource(Array(text.utf8)), dialect: dialect, window: window)
    var reader = ColumnReader(
      source,
      columns: kinds.enumerated().map { ($0.offset, $0.element) },
      fromRow: start
    )
    var result = kinds.map { _ in Reading() }
    var next = start
    while try reader.next() {
      #expect(reader.firstRow == next)
      next += reader.rowCount
      for (index, column) in reader.columns.enumerated() {
        #expect(column.states.count == reader.rowCount)
        result[index].states += column.states
        result[index].integers += column.integers
        result[index].decimals += column.decimals.map(\.description)
        result[index].marks += column.marks
        for row in 0..<reader.rowCount {
          if !column.days.isEmpty {
            let date = column.date(at: row)
            result[index].days.append(date.map { "\($0.year)-\($0.month)-\($0.day)" })
          }
          result[index].texts.append(column.text(at: row))
        }
      }
    }
    return result
  }

  @Test(
    arguments: [
      ("5", .value, 5), ("-12", .value, -12), (" 7 ", .value, 7), ("0", .value, 0),
      ("999999999999999", .value, 999_999_999_999_999), ("", .empty, 0), ("   ", .empty, 0),
      ("05", .other, 0), ("5.5", .other, 0), ("1.234", .other, 0), ("1234567890123456", .other, 0),
      ("+5", .other, 0), ("5 người", .other, 0), ("-", .other, 0), ("1e3", .other, 0),
      ("\"8\"", .value, 8), ("\"8\"\"\"", .other, 0),
    ] as [(String, TypedColumn.State, Int64)]
  )
  func `whole numbers are those that nobody can read otherwise`(
    field: String,
    state: TypedColumn.State,
    value: Int64
  ) throws {
    let column = try Self.read(field + ",x\n", [.integer])[0]
    #expect(column.states == [state])
    #expect(column.integers == [value])
    #expect((column.texts[0] != nil) == (state == .other))
  }

  @Test(
    arguments: [
      ("43519.42", "43519.42"), ("-0.5", "-0.5"), ("10.10", "10.1"), ("200", "200"), ("0", "0"),
      ("0.125", "0.125"), ("1234.567", "1234.567"), ("1.234", nil), ("12.345", nil), ("1,5", nil),
      ("5.", nil), (".5", nil), ("1.2.3", nil), ("0.1234567890123456", nil),
    ] as [(String, String?)]
  )
  func `decimals are exact, and a group of three digits is none`(
    field: String,
    value: String?
  ) throws {
    let column = try Self.read("\"\(field)\"\n", [.decimal])[0]
    #expect(column.states == [value == nil ? .other : .value])
    #expect(column.decimals == [value ?? "0"])
    #expect(column.texts == [value == nil ? field : nil])
  }

  @Test(
    arguments: [
      ("23/10/2025", "2025-10-23"), ("1/2/2024", "2024-2-1"), ("2025-03-07", "2025-3-7"),
      ("29.02.2024", "2024-2-29"), ("29/02/2025", nil), ("31/11/2025", nil), ("1/2-2024", nil),
      ("7/3/25", nil), ("2025-3-7", nil), ("03/2025", nil), ("1/1/0001", "1-1-1"),
    ] as [(String, String?)]
  )
  func `dates are days that exist`(field: String, date: String?) throws {
    let column = try Self.read(field + "\n", [.date(.dayFirst)])[0]
    #expect(column.days == [date])
    #expect(column.states == [date == nil ? .other : .value])
    let turned = try Self.read("3/7/2025\n", [.date(.monthFirst)])[0]
    #expect(turned.days == ["2025-3-7"])
  }

  @Test func `marks are the words that were stated`() throws {
    let column = try Self.read(
      "x\nX\nkhông\n\n có \n",
      [.mark(yes: ["x", "có"], no: ["không"])]
    )[0]
    #expect(column.states == [.value, .other, .value, .empty, .value])
    #expect(column.marks == [true, false, false, false, true])
    #expect(column.texts[1] == "X")
  }

  @Test func `texts come as they are, escapes resolved, and rows may be short`() throws {
    let columns = try Self.read(
      "STT,Tên\n1,\"Lê \"\"Tý\"\" An\"\n2\n3,\" b \"\n",
      [.integer, .text],
      fromRow: 1
    )
    #expect(columns[0].integers == [1, 2, 3])
    #expect(columns[1].texts == ["Lê \"Tý\" An", nil, " b "])
    #expect(columns[1].states == [.value, .empty, .value])
  }

  @Test(arguments: [16, 24, 64, 100])
  func `the size of the window changes nothing`(window: Int) throws {
    var text = "Số,Thu nhập,Ngày,Dấu,Tên\n"
    for row in 1...60 {
      text += "\(row),\(row).\(row % 9 + 1)5,\(row % 28 + 1)/3/2025,\(row % 3 == 0 ? "x" : ""),"
      text += row % 4 == 0 ? "\"a \"\"\(row)\"\"\nb\"\n" : "Lê \(row)\n"
    }
    let kinds: [ColumnKind] = [
      .integer, .decimal, .date(.dayFirst), .mark(yes: ["x"]), .text,
    ]
    for start in [0, 1, 7] {
      #expect(
        try Self.read(text, kinds, fromRow: start, window: window)
          == Self.read(text, kinds, fromRow: start, window: 1 << 16)
      )
    }
  }

  @Test func `a day count and its date belong together`() {
    for days in [-719_162, -141_428, -1, 0, 59, 60, 11_016, 19_782, 20_000, 2_932_896] {
      #expect(CalendarDate(daysSince1970: days)?.daysSince1970 == days)
    }
    #expect(CalendarDate(daysSince1970: 2_932_897) == nil)
    #expect(CalendarDate(year: 1970, month: 1, day: 1)?.daysSince1970 == 0)
  }

  @Test func `a row lends its fields`() throws {
    var reader = CSVReader(
      ByteSource(Array("a,\"b \"\"c\"\"\",\"đ\"\n\nz".utf8)),
      dialect: CSVDialect()
    )
    var rows: [[String]] = []
    while try reader.next() {
      reader.withRow { row in
        rows.append((0..<row.count).map { row.text(ofField: $0) ?? "?" })
        #expect(row.text(ofField: row.count) == nil)
        #expect(row.number == rows.count)
        #expect(row.withBytes(ofField: 0) { $0.count } == rows[rows.count - 1][0].utf8.count)
      }
    }
    #expect(rows == [["a", "b \"c\"", "đ"], [""], ["z"]])
  }
}
