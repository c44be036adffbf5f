package import Tabular

/// The shared strings part (ECMA-376 Part 1, 18.4): read as far as texts are asked for.
///
/// Texts are kept as bytes with offsets; a `String` is made only for the one that is asked for. One
/// thread uses a table at a time.
package final class SharedStrings {
  /// The texts that were read, runs joined, escapes decoded, phonetic runs left out; nothing trimmed.
  package private(set) var texts = TextTable()
  /// The runs of texts with several fonts, by index.
  package private(set) var runs: [Int: [TextRun]] = [:]

  /// The texts that are longer than a cell can hold, by index.
  private(set) var longTexts: Set<Int> = []

  /// The part and its archive; `nil` for a workbook without shared texts.
  private let source: (archive: Archive, part: String)?
  private let limits: Limits
  private let chunk: Int
  private var scanner: SharedStringsScanner?
  private var reader: XMLPullReader?
  /// How many items libxml2 has read, of which the first were known already.
  private var readItems = 0
  private var path: Workbook.ReadingPath
  private var isAtEnd: Bool

  /// No texts.
  package init() {
    source = nil
    chunk = 0
    limits = Limits()
    path = .fastest
    isAtEnd = true
  }

  /// The texts of a part; nothing of it is read yet.
  ///
  /// `chunk` is how many bytes are asked for at a time; tests use small ones.
  package init(
    part: String,
    in archive: Archive,
    path: Workbook.ReadingPath = .fastest,
    chunk: Int = 256 << 10
  ) {
    source = (archive, part)
    self.chunk = chunk
    limits = archive.limits
    self.path = path
    isAtEnd = false
  }

  /// The name of the part; `nil` for a workbook without shared texts.
  var part: String? { source?.part }

  /// Whether libxml2 had to read the part.
  var isHandedOver: Bool { source != nil && path == .reference }

  /// Reads on until so many texts are known, or to the end of the part.
  package func load(count: Int) throws(XMLError) {
    let known = texts.count
    while !isAtEnd, texts.count < count {
      switch path {
      case .fastest: try scan(count)
      case .reference: try readItem()
      }
    }
    for index in known..<texts.count {
      guard let length = texts.length(at: index), length > RowBuilder.longestText,
        let text = texts[index], text.utf16.count > RowBuilder.longestText
      else { continue }
      longTexts.insert(index)
    }
  }

  /// Reads the rest, so that the checksum of the part is checked too.
  package func loadAll() throws(XMLError) { try load(count: Int.max) }

  private func scan(_ count: Int) throws(XMLError) {
    guard let source else { return }
    if scanner == nil {
      scanner = SharedStringsScanner(
        try source.archive.stream(ofPart: source.part),
        chunk: chunk
      )
    }
    do throws(ContainerError) {
      switch try scanner?.read(into: &texts, runs: &runs, count: count) {
      case .enough: return
      case .end: isAtEnd = true
      case .handOver, nil: path = .reference
      }
    } catch {
      throw XMLError(code: .container(error), line: 0)
    }
    scanner = nil
  }

  /// Reads one item through libxml2; an item that the scanner has read already is passed over.
  private func readItem() throws(XMLError) {
    guard let source else { return }
    if reader == nil { reader = try XMLPullReader(source.archive.stream(ofPart: source.part)) }
    while let event = try reader?.next() {
      guard case .start(let isEmpty) = event, reader?.localName == "si" else { continue }
      try readText(isEmpty: isEmpty)
      return
    }
    reader = nil
    isAtEnd = true
  }

  private func readText(isEmpty: Bool) throws(XMLError) {
    guard var reader = reader.take() else { return }
    let rich = try RichText.read(&reader, isEmpty: isEmpty)
    self.reader = consume reader
    readItems += 1
    guard readItems > texts.count else { return }
    guard texts.count < limits.strings else {
      throw XMLError(code: .container(ContainerError(.limitExceeded, limit: .strings)), line: 0)
    }
    let index = texts.append(rich.text)
    if !rich.runs.isEmpty { runs[index] = rich.runs }
  }
}
