#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the entries of a container stand, byte for byte (PKWARE APPNOTE 6.3.10); libzip opens
/// containers, this is for copying them.
struct PackageDirectory {
  /// One entry: its record in the directory, and the stretch of the file that holds its header and
  /// data, up to where the next one begins.
  struct Record {
    var central: [UInt8]
    var stretch: Range<UInt64>
  }

  /// The entries in the order of the directory.
  private(set) var records: [Record] = []
  /// What stands before the first entry.
  private(set) var prefix: Range<UInt64> = 0..<0
  /// The comment at the end of the file.
  private(set) var comment: [UInt8] = []

  /// Finds the entries of an open file, whose checksums in the order of the directory are known from reading it.
  ///
  /// `nil` where they overlap, or are not where they should be. What looks like an end of the directory may be a
  /// piece of a comment: nothing may be copied by another directory than the one that was read.
  init?(_ file: Int32, checksums: [UInt32]) {
    let size = lseek(file, 0, SEEK_END)
    guard size >= 22 else { return nil }
    let start = UInt64(size) - min(UInt64(size), 22 + 0xFFFF)
    guard let last = Self.bytes(file, start..<UInt64(size)) else { return nil }
    for index in stride(from: last.count - 22, through: 0, by: -1)
    where Self.number(last, index, as: UInt32.self) == 0x0605_4B50 {
      let comment = Int(Self.number(last, index + 20, as: UInt16.self))
      guard index + 22 + comment <= last.count,
        let found = Self(file, start + UInt64(index), Array(last[index..<(index + 22 + comment)])),
        found.records.map({ Self.number($0.central, 16, as: UInt32.self) }) == checksums
      else { continue }
      self = found
      return
    }
    return nil
  }

  /// The directory that an end at a place in the file, with its comment, belongs to.
  private init?(_ file: Int32, _ end: UInt64, _ tail: [UInt8]) {
    comment = Array(tail[22...])
    var count = UInt64(Self.number(tail, 10, as: UInt16.self))
    var length = UInt64(Self.number(tail, 12, as: UInt32.self))
    var stated = UInt64(Self.number(tail, 16, as: UInt32.self))
    var behind = end
    if let (large, place) = Self.largeEnd(file, before: end) {
      count = Self.number(large, 32, as: UInt64.self)
      length = Self.number(large, 40, as: UInt64.self)
      stated = Self.number(large, 48, as: UInt64.self)
      behind = place
    }
    // Bytes before the container move everything by as much.
    guard length <= behind, behind - length >= stated, count <= 1 << 16,
      let directory = Self.bytes(file, (behind - length)..<behind)
    else { return nil }
    let shift = behind - length - stated
    guard split(directory, count: Int(count)), place(shift: shift, end: behind - length) else {
      return nil
    }
  }

  // MARK: - The end of the directory

  private static func largeEnd(_ file: Int32, before end: UInt64) -> ([UInt8], UInt64)? {
    guard end >= 76, let locator = bytes(file, (end - 20)..<end),
      number(locator, 0, as: UInt32.self) == 0x0706_4B50
    else { return nil }
    let place = end - 76
    guard let record = bytes(file, place..<(end - 20)),
      number(record, 0, as: UInt32.self) == 0x0606_4B50
    else { return nil }
    return (record, place)
  }

  // MARK: - Records

  private mutating func split(_ directory: [UInt8], count: Int) -> Bool {
    var index = 0
    for _ in 0..<count {
      guard index + 46 <= directory.count,
        Self.number(directory, index, as: UInt32.self) == 0x0201_4B50
      else { return false }
      let lengths = [28, 30, 32].map { Int(Self.number(directory, index + $0, as: UInt16.self)) }
      let next = index + 46 + lengths.reduce(0, +)
      guard next <= directory.count else { return false }
      records.append(Record(central: Array(directory[index..<next]), stretch: 0..<0))
      index = next
    }
    return true
  }

  private mutating func place(shift: UInt64, end: UInt64) -> Bool {
    let starts = records.map { Self.offset(of: $0.central) + shift }
    let ordered = starts.indices.sorted { starts[$0] < starts[$1] }
    for (position, index) in ordered.enumerated() {
      let next = position + 1 < ordered.count ? starts[ordered[position + 1]] : end
      guard starts[index] < next else { return false }
      records[index].stretch = starts[index]..<next
    }
    prefix = 0..<(ordered.first.map { starts[$0] } ?? end)
    return true
  }

  /// Where the 64-bit offset of a record stands; `nil` where it has one of 32 bits.
  private static func largeOffset(of central: [UInt8]) -> Int? {
    guard number(central, 42, as: UInt32.self) == .max else { return nil }
    var index = 46 + Int(number(central, 28, as: UInt16.self))
    let end = index + Int(number(central, 30, as: UInt16.self))
    while index + 4 <= end {
      let length = Int(number(central, index + 2, as: UInt16.self))
      if number(central, index, as: UInt16.self) == 1 {
        let before = [24, 20].count { number(central, $0, as: UInt32.self) == .max }
        let place = index + 4 + before * 8
        return place + 8 <= min(end, index + 4 + length) ? place : nil
      }
      index += 4 + length
    }
    return nil
  }

  private static func offset(of central: [UInt8]) -> UInt64 {
    if let place = largeOffset(of: central) { return number(central, place, as: UInt64.self) }
    return UInt64(number(central, 42, as: UInt32.self))
  }

  /// The record with its entry somewhere else.
  static func moved(_ central: [UInt8], to offset: UInt64) -> [UInt8] {
    var result = central
    if let place = largeOffset(of: central) {
      put(offset, at: place, in: &result)
    } else {
      put(UInt32(truncatingIfNeeded: offset), at: 42, in: &result)
    }
    return result
  }

  // MARK: - Numbers

  static func number<Number: FixedWidthInteger>(
    _ bytes: [UInt8],
    _ index: Int,
    as type: Number.Type
  ) -> Number {
    bytes[index..<(index + MemoryLayout<Number>.size)].reversed().reduce(0) {
      $0 << 8 | Number($1)
    }
  }

  static func put<Number: FixedWidthInteger>(
    _ number: Number,
    at index: Int,
    in bytes: inout [UInt8]
  ) {
    withUnsafeBytes(of: number.littleEndian) {
      bytes.replaceSubrange(index..<(index + $0.count), with: $0)
    }
  }

  private static func bytes(_ file: Int32, _ range: Range<UInt64>) -> [UInt8]? {
    var result = [UInt8](repeating: 0, count: Int(clamping: range.count))
    var done = 0
    while done < result.count {
      let count = result.withUnsafeMutableBytes { buffer in
        pread(
          file,
          buffer.baseAddress?.advanced(by: done),
          buffer.count - done,
          off_t(range.lowerBound) + off_t(done)
        )
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      done += count
    }
    return result
  }
}
