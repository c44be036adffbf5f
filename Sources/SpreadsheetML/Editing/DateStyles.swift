import Tabular

/// Adds to a styles part, for each cell format in use, the same format showing a date.
struct DateStyles {
  /// The index of the date format for each format index, as texts in `s` attributes.
  private(set) var byStyle: [String: String] = [:]
  private(set) var bytes: [UInt8]

  /// `nil` where the part has no plain list of cell formats.
  init?(_ part: [UInt8], styles: Set<String>) {
    bytes = part
    guard let open = SheetSplicer.find("<cellXfs", in: part, from: 0),
      let openEnd = SheetSplicer.tagEnd(part, from: open),
      let close = SheetSplicer.find("</cellXfs>", in: part, from: openEnd)
    else { return nil }
    let formats = Self.formats(Array(part[(openEnd + 1)..<close]))
    var added: [UInt8] = []
    var next = formats.count
    for style in styles.sorted() {
      guard let index = Int(style), formats.indices.contains(index) else { continue }
      added += Self.dated(formats[index])
      byStyle[style] = "\(next)"
      next += 1
    }
    let head = Array("<cellXfs count=\"\(next)\">".utf8)
    bytes =
      Array(part[..<open]) + head + Array(part[(openEnd + 1)..<close]) + added
      + Array(part[close...])
  }

  /// The `xf` elements, each with what is inside it.
  private static func formats(_ bytes: [UInt8]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var index = 0
    while let open = SheetSplicer.find("<xf", in: bytes, from: index),
      let end = SheetSplicer.tagEnd(bytes, from: open)
    {
      var last = end
      if bytes[end - 1] != UInt8(ascii: "/") {
        guard let close = SheetSplicer.find("</xf>", in: bytes, from: end) else { return result }
        last = close + 4
      }
      result.append(Array(bytes[open...last]))
      index = last + 1
    }
    return result
  }

  /// A format with number format 14, the short date of the reader's own language.
  private static func dated(_ format: [UInt8]) -> [UInt8] {
    var text = String(decoding: format, as: UTF8.self)
    for name in ["numFmtId", "applyNumberFormat"] {
      guard let start = text.firstRange(of: " \(name)=\""),
        let end = text[start.upperBound...].firstIndex(of: "\"")
      else { continue }
      text.removeSubrange(start.lowerBound...end)
    }
    guard let start = text.firstRange(of: "<xf") else { return format }
    text.insert(contentsOf: " numFmtId=\"14\" applyNumberFormat=\"1\"", at: start.upperBound)
    return Array(text.utf8)
  }
}
