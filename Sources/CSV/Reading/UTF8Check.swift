import CByteMasks

/// Finds the first byte that is not UTF-8, 64 bytes at a time.
///
/// Strict: no overlong forms, no surrogates, nothing above U+10FFFF (Unicode 16, table 3-7).
enum UTF8Check {
  /// Checks bytes that are followed by at least 64 readable ones.
  ///
  /// `end` is where checking stopped: the first wrong byte where `isDamaged`, else the end or the
  /// first byte of a letter that the end cuts off.
  static func check(
    _ bytes: UnsafePointer<UInt8>,
    from start: Int,
    to limit: Int
  ) -> (end: Int, isDamaged: Bool) {
    var index = start
    while index < limit {
      let masks = ntm_masks_of_utf8(bytes + index)
      var count = min(64, limit - index)
      var keep = UInt64.max >> UInt64(64 - count)
      if masks.high & keep == 0 {
        index += count
        continue
      }
      let lead = masks.high & ~masks.continuation & keep
      let three = masks.lead_of_three & keep
      let four = masks.lead_of_four & keep
      // A letter that goes on behind these bytes is checked with the next ones.
      let cut = lead & ~(keep >> 1) | three & ~(keep >> 2) | four & ~(keep >> 3)
      if cut != 0 {
        count = cut.trailingZeroBitCount
        if count == 0 { return partial(bytes, at: index, to: limit) }
        keep = UInt64.max >> UInt64(64 - count)
      }
      let wanted = (lead & keep) << 1 | (three & keep) << 2 | (four & keep) << 3
      // What is wanted behind the cut would have to be the lead that stands there.
      if wanted & ~keep != 0 || (wanted ^ masks.continuation) & keep != 0 || masks.never & keep != 0
        || !hasRightBounds(bytes + index, masks.special & keep)
      {
        return walk(bytes, from: index, to: limit)
      }
      index += count
    }
    return (index, false)
  }

  /// The letters that begin with E0, ED, F0 or F4 have a narrower second byte.
  private static func hasRightBounds(_ bytes: UnsafePointer<UInt8>, _ special: UInt64) -> Bool {
    var rest = special
    while rest != 0 {
      let index = rest.trailingZeroBitCount
      rest &= rest &- 1
      if !isSecond(bytes[index + 1], after: bytes[index]) { return false }
    }
    return true
  }

  private static func isSecond(_ byte: UInt8, after lead: UInt8) -> Bool {
    switch lead {
    case 0xE0: byte >= 0xA0 && byte <= 0xBF
    case 0xED: byte >= 0x80 && byte <= 0x9F
    case 0xF0: byte >= 0x90 && byte <= 0xBF
    case 0xF4: byte >= 0x80 && byte <= 0x8F
    default: byte & 0xC0 == 0x80
    }
  }

  private static func length(of lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 0
    }
  }

  /// A letter that the end cuts off may still be wrong in what there is of it.
  private static func partial(
    _ bytes: UnsafePointer<UInt8>,
    at index: Int,
    to limit: Int
  ) -> (end: Int, isDamaged: Bool) {
    let length = length(of: bytes[index])
    if length == 0 { return (index, true) }
    for next in (index + 1)..<max(limit, index + 1) {
      let isRight =
        next == index + 1
        ? isSecond(bytes[next], after: bytes[index]) : bytes[next] & 0xC0 == 0x80
      if !isRight { return (index, true) }
    }
    return (index, limit - index >= length)
  }

  /// Letter by letter, to find the exact place of what is wrong.
  private static func walk(
    _ bytes: UnsafePointer<UInt8>,
    from start: Int,
    to limit: Int
  ) -> (end: Int, isDamaged: Bool) {
    var index = start
    while index < limit {
      if bytes[index] < 0x80 {
        index += 1
        continue
      }
      let length = length(of: bytes[index])
      if length == 0 { return (index, true) }
      if limit - index < length { return partial(bytes, at: index, to: limit) }
      if !isSecond(bytes[index + 1], after: bytes[index]) { return (index, true) }
      for next in 2..<max(length, 2) where bytes[index + next] & 0xC0 != 0x80 {
        return (index, true)
      }
      index += length
    }
    return (index, false)
  }
}
