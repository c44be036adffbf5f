/// 128 bits that tell texts apart; not meant to withstand somebody who looks for two of the same.
struct Digest: Hashable, Comparable, Sendable {
  var first: UInt64
  var second: UInt64

  init(first: UInt64, second: UInt64) {
    self.first = first
    self.second = second
  }

  /// The digest of a text's bytes; the same on every machine and in every run.
  init(_ text: String) {
    var first: UInt64 = 0x9E37_79B9_7F4A_7C15
    var second: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    var text = text
    text.withUTF8 { bytes in
      for byte in bytes {
        first = (first ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        second = (second &+ UInt64(byte) &+ 1) &* 0xFF51_AFD7_ED55_8CCD
        second ^= second >> 29
      }
      first ^= UInt64(bytes.count)
    }
    self.first = Self.mixed(first ^ second.byteSwapped)
    self.second = Self.mixed(second)
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ (value >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    value = (value ^ (value >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return value ^ (value >> 33)
  }

  static func < (left: Self, right: Self) -> Bool {
    (left.first, left.second) < (right.first, right.second)
  }
}
