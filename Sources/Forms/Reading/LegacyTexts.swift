import Tabular
import VietnameseText

/// Decides for each text of a grid whether its fonts say that it is written in an old encoding.
struct LegacyTexts {
  private let encodings: [LegacyEncoding]
  /// For each cell style the encoding of its font, and whether that shows capitals.
  private let byStyle: [(encoding: Int, capitals: Bool)?]
  /// The encodings that fonts of the workbook name: without one nothing is decoded by content.
  private let signals: [Int]

  init(_ grid: Grid, encodings: [LegacyEncoding]) {
    self.encodings = encodings
    func kind(_ font: String?) -> (encoding: Int, capitals: Bool)? {
      guard let font, let index = encodings.firstIndex(where: { $0.isUsed(byFont: font) }) else {
        return nil
      }
      return (index, encodings[index].showsCapitals(font: font))
    }
    byStyle = grid.styles.map { kind($0.fontName) }
    let runFonts = (Array(grid.sharedRuns.values) + Array(grid.localRuns.values)).flatMap { $0 }
    let found =
      byStyle.compactMap { $0?.encoding } + runFonts.compactMap { kind($0.fontName)?.encoding }
    signals = Set(found).sorted()
  }

  /// Whether nothing in the workbook speaks of an old encoding.
  var isIdle: Bool { signals.isEmpty }

  /// What distinguishes texts of a style for a cache: 0 for a font that says nothing.
  func kind(ofStyle style: Int) -> Int {
    guard byStyle.indices.contains(style), let kind = byStyle[style] else { return 0 }
    return 1 + kind.encoding * 2 + (kind.capitals ? 1 : 0)
  }

  /// The text as people read it; `nil` where it needs no decoding.
  func decode(_ text: String, style: Int, runs: [TextRun]?) -> String? {
    guard !signals.isEmpty, text.utf8.contains(where: { $0 >= 0x80 }) || kind(ofStyle: style) > 0
    else {
      return nil
    }
    let own = byStyle.indices.contains(style) ? byStyle[style] : nil
    var result = ""
    for (part, font) in pieces(text, runs) {
      var kind = own
      if let font {
        let index = encodings.firstIndex { $0.isUsed(byFont: font) }
        kind = index.map { ($0, encodings[$0].showsCapitals(font: font)) }
      }
      result += piece(part, kind)
    }
    return result == text ? nil : result
  }

  private func pieces(_ text: String, _ runs: [TextRun]?) -> [(String, String?)] {
    guard let runs, !runs.isEmpty else { return [(text, nil)] }
    var rest = Array(text.utf8)[...]
    return runs.map { run in
      let part = rest.prefix(run.length)
      rest = rest.dropFirst(run.length)
      return (String(decoding: part, as: UTF8.self), run.fontName)
    } + (rest.isEmpty ? [] : [(String(decoding: rest, as: UTF8.self), nil)])
  }

  private func piece(_ text: String, _ kind: (encoding: Int, capitals: Bool)?) -> String {
    if let kind {
      // A font can lie: real Vietnamese letters without any telling byte are Unicode already.
      let isUnicode = text.unicodeScalars.contains { $0.value > 0xFF && $0.properties.isAlphabetic }
      let latin = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value <= 0xFF }))
      if isUnicode, !encodings[kind.encoding].isTold(by: latin) { return text }
      let decoded = encodings[kind.encoding].decode(text)
      return kind.capitals ? decoded.uppercased() : decoded
    }
    // Old bytes under a Unicode font, where the workbook has such fonts elsewhere.
    guard let encoding = signals.first(where: { encodings[$0].isTold(by: text) }) else {
      return text
    }
    return encodings[encoding].decode(text)
  }
}
