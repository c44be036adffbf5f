/// The records of a ZIP file (PKWARE APPNOTE 6.3.10) as bytes.
enum ZipRecords {
  /// What the directory keeps of one entry.
  struct Entry {
    var name: [UInt8]
    var offset: UInt64
    /// Whether room for sizes of 64 bits was left in the local header.
    var hasRoom: Bool
    var checksum: UInt32 = 0
    var compressedSize: UInt64 = 0
    var size: UInt64 = 0
  }

  /// From here on a size or offset needs 64 bits; less in tests.
  struct Limits {
    var size: UInt64 = 0xFFFF_FFFF
    var entries = 0xFFFF
  }

  private static let deflated: UInt16 = 8
  /// Names are UTF-8 (bit 11).
  private static let flags: UInt16 = 1 << 11
  /// 1 January 1980, the beginning of ZIP's calendar: no clock in the bytes.
  private static let date: UInt16 = 0x21
  /// Two sizes of 64 bits, or as many bytes of growth hint.
  private static let roomBytes: UInt16 = 16

  /// The local header; sizes are those known now, and it is written again when they are.
  static func localHeader(_ entry: Entry, limits: Limits) -> [UInt8] {
    let isLarge = entry.size >= limits.size || entry.compressedSize >= limits.size
    var bytes: [UInt8] = []
    append(UInt32(0x0403_4B50), to: &bytes)
    append(UInt16(isLarge ? 45 : 20), to: &bytes)
    appendCommon(entry, isLarge: isLarge, to: &bytes)
    append(entry.hasRoom ? roomBytes + 4 : 0, to: &bytes)
    bytes += entry.name
    guard entry.hasRoom else { return bytes }
    if isLarge {
      append(UInt16(0x0001), to: &bytes)
      append(roomBytes, to: &bytes)
      append(entry.size, to: &bytes)
      append(entry.compressedSize, to: &bytes)
    } else {
      // The growth hint of ECMA-376 Part 2, annex C: padding that every reader of packages knows.
      append(UInt16(0xA220), to: &bytes)
      append(roomBytes, to: &bytes)
      append(UInt16(0xA028), to: &bytes)
      bytes += Array(repeating: 0, count: Int(roomBytes) - 2)
    }
    return bytes
  }

  /// The fields that local and central headers share, from the flags to the name's length.
  private static func appendCommon(_ entry: Entry, isLarge: Bool, to bytes: inout [UInt8]) {
    append(flags, to: &bytes)
    append(deflated, to: &bytes)
    append(UInt16(0), to: &bytes)
    append(date, to: &bytes)
    append(entry.checksum, to: &bytes)
    append(isLarge ? .max : UInt32(truncatingIfNeeded: entry.compressedSize), to: &bytes)
    append(isLarge ? .max : UInt32(truncatingIfNeeded: entry.size), to: &bytes)
    append(UInt16(truncatingIfNeeded: entry.name.count), to: &bytes)
  }

  /// The entry's record in the directory.
  static func centralHeader(_ entry: Entry, limits: Limits) -> [UInt8] {
    let isLarge = entry.size >= limits.size || entry.compressedSize >= limits.size
    let isFar = entry.offset >= limits.size
    var extra: [UInt8] = []
    if isLarge {
      append(entry.size, to: &extra)
      append(entry.compressedSize, to: &extra)
    }
    if isFar { append(entry.offset, to: &extra) }
    var bytes: [UInt8] = []
    append(UInt32(0x0201_4B50), to: &bytes)
    append(UInt16(isLarge || isFar ? 45 : 20), to: &bytes)
    append(UInt16(isLarge || isFar ? 45 : 20), to: &bytes)
    appendCommon(entry, isLarge: isLarge, to: &bytes)
    append(UInt16(extra.isEmpty ? 0 : extra.count + 4), to: &bytes)
    bytes += Array(repeating: 0, count: 10)
    append(isFar ? .max : UInt32(truncatingIfNeeded: entry.offset), to: &bytes)
    bytes += entry.name
    if !extra.isEmpty {
      append(UInt16(0x0001), to: &bytes)
      append(UInt16(extra.count), to: &bytes)
      bytes += extra
    }
    return bytes
  }

  /// The end of the directory, with its 64-bit forms where they are needed.
  static func end(count: Int, size: UInt64, offset: UInt64, limits: Limits) -> [UInt8] {
    var bytes: [UInt8] = []
    let isLarge = count >= limits.entries || size >= limits.size || offset >= limits.size
    if isLarge {
      append(UInt32(0x0606_4B50), to: &bytes)
      append(UInt64(44), to: &bytes)
      append(UInt16(45), to: &bytes)
      append(UInt16(45), to: &bytes)
      append(UInt64(0), to: &bytes)
      append(UInt64(count), to: &bytes)
      append(UInt64(count), to: &bytes)
      append(size, to: &bytes)
      append(offset, to: &bytes)
      append(UInt32(0x0706_4B50), to: &bytes)
      append(UInt32(0), to: &bytes)
      append(offset + size, to: &bytes)
      append(UInt32(1), to: &bytes)
    }
    append(UInt32(0x0605_4B50), to: &bytes)
    append(UInt32(0), to: &bytes)
    append(isLarge ? .max : UInt16(count), to: &bytes)
    append(isLarge ? .max : UInt16(count), to: &bytes)
    append(isLarge ? .max : UInt32(size), to: &bytes)
    append(isLarge ? .max : UInt32(offset), to: &bytes)
    append(UInt16(0), to: &bytes)
    return bytes
  }

  private static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
