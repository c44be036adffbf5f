/// Turns UTF-16 that comes in pieces into UTF-8.
struct UTF16Transcoder {
  let isBigEndian: Bool
  /// Bytes that the next piece completes: half a unit, or the first unit of a pair.
  private var rest: [UInt8] = []

  init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

  /// Whether the text ended inside a letter.
  var isCutOff: Bool { !rest.isEmpty }

  private func unit(_ first: UInt8, _ second: UInt8) -> UInt16 {
    isBigEndian ? UInt16(first) << 8 | UInt16(second) : UInt16(second) << 8 | UInt16(first)
  }

  /// Writes the letters of a piece to a place with room for three bytes a unit; answers their number
  /// of bytes, or `nil` at half a surrogate pair.
  mutating func write(_ piece: [UInt8], to place: UnsafeMutablePointer<UInt8>) -> Int? {
    let bytes = rest + piece
    rest = []
    var (count, index) = (0, 0)
    while index + 1 < bytes.count {
      var value = UInt32(unit(bytes[index], bytes[index + 1]))
      var length = 2
      if value >> 10 == 0x36 {
        guard index + 3 < bytes.count else { break }
        let low = UInt32(unit(bytes[index + 2], bytes[index + 3]))
        guard low >> 10 == 0x37 else { return nil }
        value = 0x10000 + (value & 0x3FF) << 10 + (low & 0x3FF)
        length = 4
      }
      guard let scalar = Unicode.Scalar(value) else { return nil }
      for byte in UTF8.encode(scalar).map(Array.init) ?? [] {
        place[count] = byte
        count += 1
      }
      index += length
    }
    rest = Array(bytes[index...])
    return count
  }

  /// The bytes that UTF-8 takes in UTF-16.
  static func length(of utf8: UnsafeBufferPointer<UInt8>) -> Int {
    var units = 0
    for byte in utf8 where byte & 0xC0 != 0x80 { units += byte >= 0xF0 ? 2 : 1 }
    return units * 2
  }
}
