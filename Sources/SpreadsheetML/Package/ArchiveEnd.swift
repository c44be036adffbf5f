#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The end record of a ZIP file, which says where its archive begins (APPNOTE 4.3.16).
///
/// libzip takes an archive that others pass over: of two that stand end to end in one file the first,
/// where most programs read the last. So the records are looked for here as well.
struct ArchiveEnd {
  /// Where the archive begins in the file; not 0 where other bytes stand before it.
  let start: Int
  /// Whether the file holds another archive, so that nobody can say which one is meant.
  let isOneOfSeveral: Bool

  private static let length = 22
  /// A record and its comment, which is the longest that may stand behind it.
  private static let window = length + 65_535

  /// The last end record of a file; `nil` where it has none.
  init?(path: String) {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    guard fseek(file, 0, SEEK_END) == 0, case let size = ftell(file), size >= Self.length else {
      return nil
    }
    let records = Self.records(file, before: size)
    // One that reaches to the end of the file, with its comment, counts before one with bytes behind it.
    let whole = records.filter { $0.end == size }
    guard let last = whole.last ?? records.last else { return nil }
    start = last.start
    let hasAnotherBefore =
      start > 0 && Self.records(file, before: start).contains { $0.leads(file) }
    isOneOfSeveral = whole.count > 1 || hasAnotherBefore
  }

  private struct Record {
    /// Where it stands in the file, and where its comment ends.
    var place: Int
    var end: Int
    var entries: Int
    var directorySize: Int
    var directoryOffset: Int

    var start: Int { place - directorySize - directoryOffset }

    /// Whether a directory stands before it.
    func leads(_ file: UnsafeMutablePointer<FILE>) -> Bool {
      let directory = place - directorySize
      guard entries > 0, directory >= 0, fseek(file, directory, SEEK_SET) == 0 else { return false }
      return (0..<4).map { _ in fgetc(file) } == [0x50, 0x4B, 0x01, 0x02]
    }
  }

  /// The end records that lie in the last bytes before a place.
  private static func records(
    _ file: UnsafeMutablePointer<FILE>,
    before size: Int
  ) -> [Record] {
    var tail = [UInt8](repeating: 0, count: min(size, window))
    guard tail.count >= length, fseek(file, size - tail.count, SEEK_SET) == 0,
      fread(&tail, 1, tail.count, file) == tail.count
    else { return [] }
    func number(_ place: Int, _ bytes: Int) -> Int {
      (0..<bytes).reduce(0) { $0 | Int(tail[place + $1]) << (8 * $1) }
    }
    var result: [Record] = []
    var next = 0
    while let found = signature(in: tail, from: next), found + length <= tail.count {
      next = found + 1
      let place = size - tail.count + found
      result.append(
        Record(
          place: place,
          end: place + length + number(found + 20, 2),
          entries: number(found + 10, 2),
          directorySize: number(found + 12, 4),
          directoryOffset: number(found + 16, 4)
        )
      )
    }
    return result
  }

  /// Where the signature of an end record stands at or after an index.
  private static func signature(in bytes: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress else { return nil }
      var next = start
      while next + 4 <= bytes.count, let found = memchr(base + next, 0x50, bytes.count - 3 - next) {
        let place = UnsafeRawPointer(found) - base
        if bytes[place + 1] == 0x4B, bytes[place + 2] == 0x05, bytes[place + 3] == 0x06 {
          return place
        }
        next = place + 1
      }
      return nil
    }
  }
}
