package import Tabular

/// The shared strings part (ECMA-376 Part 1, 18.4): one text table, and the fonts of rich texts.
package struct SharedStrings: Sendable {
  /// The texts, runs joined, escapes decoded, phonetic runs left out; nothing is trimmed.
  package var texts = TextTable()
  /// The runs of texts with several fonts, by index.
  package var runs: [Int: [TextRun]] = [:]

  package init() {}

  /// Reads the part of an archive: by bytes where it is plain, else through libxml2.
  static func read(_ part: String, in archive: borrowing Archive) throws(XMLError) -> SharedStrings
  {
    let scanner = SharedStringsScanner(try archive.stream(ofPart: part))
    do throws(ContainerError) {
      if let result = try scanner.read() { return result }
    } catch {
      throw XMLError(code: .container(error), line: 0)
    }
    return try read(archive.stream(ofPart: part))
  }

  /// Reads the part through libxml2.
  package static func read(_ stream: consuming EntryStream) throws(XMLError) -> SharedStrings {
    var reader = try XMLPullReader(stream)
    var result = SharedStrings()
    while let event = try reader.next() {
      guard case .start(let isEmpty) = event, reader.localName == "si" else { continue }
      let rich = try RichText.read(&reader, isEmpty: isEmpty)
      let index = result.texts.append(rich.text)
      if !rich.runs.isEmpty { result.runs[index] = rich.runs }
    }
    return result
  }
}
