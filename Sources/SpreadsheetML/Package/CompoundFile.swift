/// Tells what a compound file ([MS-CFB], also called OLE2) holds, by the streams of its root.
package enum CompoundFile {
  /// The first bytes of every compound file.
  package static let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

  private static let entrySize = 128
  private static let none = 0xFFFF_FFFF

  /// One entry of the directory.
  private struct Entry {
    var name: String
    var left: Int
    var right: Int
    var child: Int
  }

  /// The names of the streams and storages at the top; those that a damaged file still shows.
  package static func rootNames(_ bytes: [UInt8]) -> Set<String> {
    let entries = entries(bytes)
    guard let root = entries.first else { return [] }
    var names: Set<String> = []
    var waiting = [root.child]
    var seen: Set<Int> = []
    // The entries of a storage are a tree of siblings below its `child`.
    while let index = waiting.popLast() {
      guard entries.indices.contains(index), seen.insert(index).inserted else { continue }
      names.insert(entries[index].name)
      waiting += [entries[index].left, entries[index].right]
    }
    return names
  }

  /// Whether a name stands anywhere in the bytes as a directory writes it.
  package static func mentions(_ name: String, in bytes: [UInt8]) -> Bool {
    let marker = name.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    guard let first = marker.first, bytes.count >= marker.count else { return false }
    return (0...(bytes.count - marker.count)).contains { start in
      bytes[start] == first && bytes[start..<(start + marker.count)].elementsEqual(marker)
    }
  }

  private static func entries(_ bytes: [UInt8]) -> [Entry] {
    guard bytes.count >= 512 else { return [] }
    let shift = number(bytes, 30, width: 2)
    guard shift == 9 || shift == 12 else { return [] }
    let size = 1 << shift
    var result: [Entry] = []
    var sector = number(bytes, 48, width: 4)
    var seen: Set<Int> = []
    while seen.insert(sector).inserted, let start = offset(sector, size, bytes.count) {
      for place in stride(from: start, to: min(start + size, bytes.count), by: entrySize)
      where place + entrySize <= bytes.count {
        result.append(entry(bytes, place))
      }
      guard let following = next(sector, size, bytes) else { break }
      sector = following
    }
    return result
  }

  private static func entry(_ bytes: [UInt8], _ place: Int) -> Entry {
    // The length counts bytes with the closing zero.
    let length = min(64, number(bytes, place + 64, width: 2))
    var units: [UInt16] = []
    for index in stride(from: place, to: place + max(0, length - 2), by: 2) {
      units.append(UInt16(truncatingIfNeeded: number(bytes, index, width: 2)))
    }
    return Entry(
      name: String(decoding: units, as: UTF16.self),
      left: number(bytes, place + 68, width: 4),
      right: number(bytes, place + 72, width: 4),
      child: number(bytes, place + 76, width: 4)
    )
  }

  /// Where a sector begins; `nil` for one that the file does not have.
  private static func offset(_ sector: Int, _ size: Int, _ count: Int) -> Int? {
    guard sector < count / size else { return nil }
    let start = (sector + 1) * size
    return start < count ? start : nil
  }

  /// The sector after another, by the allocation table that the header's first 109 places list.
  ///
  /// Directories beyond these (files of 7 MB whose directory grew late) are read as far as they go.
  private static func next(_ sector: Int, _ size: Int, _ bytes: [UInt8]) -> Int? {
    let perSector = size / 4
    let table = sector / perSector
    guard table < 109 else { return nil }
    let place = number(bytes, 76 + 4 * table, width: 4)
    guard place != none, let start = offset(place, size, bytes.count) else { return nil }
    let index = start + 4 * (sector % perSector)
    guard index + 4 <= bytes.count else { return nil }
    let next = number(bytes, index, width: 4)
    return next >= 0xFFFF_FFFA ? nil : next
  }

  /// A little-endian number; outside of the file the mark for "none".
  private static func number(_ bytes: [UInt8], _ place: Int, width: Int) -> Int {
    guard place >= 0, place + width <= bytes.count else { return none }
    return (0..<width).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }
}
