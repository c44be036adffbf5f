import Tabular

/// A text put together from its runs, with their fonts; phonetic runs are left out.
struct RichText {
  private(set) var text = ""
  private(set) var runs: [TextRun] = []
  private var run = ""
  private var font: String?
  private var hasRuns = false

  /// Reads to the end of the element the reader stands on (`si` or `is`).
  static func read(_ reader: inout XMLPullReader, isEmpty: Bool) throws(XMLError) -> RichText {
    var result = RichText()
    guard !isEmpty else { return result }
    var path: [String] = []
    while let event = try reader.next() {
      switch event {
      case .start(let isEmpty):
        let name = reader.localName
        if name == "r" { result.startRun() }
        if name == "rFont", path.last == "rPr" { result.setFont(reader.attribute("val")) }
        if !isEmpty { path.append(name) }
      case .end:
        guard let name = path.popLast() else {
          result.finish()
          return result
        }
        if name == "r" { result.endRun() }
      case .text:
        if path.last == "t", !path.contains("rPh") { result.append(reader.text) }
      }
    }
    return result
  }

  /// Adds text to the present run.
  mutating func append(_ text: String) { run += text }

  mutating func setFont(_ name: String?) { font = name }

  mutating func startRun() {
    endRun()
    hasRuns = true
    font = nil
  }

  mutating func endRun() {
    let decoded = StringEscapes.decode(run)
    if !decoded.isEmpty { runs.append(TextRun(length: decoded.utf8.count, fontName: font)) }
    text += decoded
    run = ""
    font = nil
  }

  mutating func finish() {
    endRun()
    // One font for all needs no list.
    if !hasRuns || Set(runs.map(\.fontName)) == [nil] { runs = [] }
  }
}
