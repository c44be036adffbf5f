import Tabular
import Testing

@testable import SpreadsheetML

struct XMLPullReaderTests {
  private func events(_ part: String) throws -> [String] {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let archive = try Archive(path: "/\(root)/fixtures/container/xml-parts.zip")
    var reader = try XMLPullReader(archive.open(archive.entry(part)))
    var result: [String] = []
    while let event = try reader.next() {
      switch event {
      case .start(let isEmpty):
        let attributes = [reader.attribute("k"), reader.attribute("k", namespace: "urn:b")]
        let values = attributes.compactMap { $0 }.joined(separator: ",")
        result.append("\(isEmpty ? "<>" : "<")\(reader.namespace)|\(reader.localName) \(values)")
      case .end: result.append(">\(reader.localName)")
      case .text: result.append(reader.text)
      }
    }
    return result
  }

  @Test func `elements, attributes and texts come in order with their namespaces`() throws {
    #expect(try events("plain.xml") == ["<urn:a|a 1,2", "t", "<>urn:b|c ", ">a"])
    #expect(try events("utf16.xml") == ["<>urn:a|a Hộ"])
  }

  @Test(arguments: [
    ("doctype.xml", XMLError.Code.documentType), ("utf7.xml", .encoding),
    ("cut.xml", .notWellFormed), ("empty.xml", .notWellFormed),
    ("deep.xml", .container(ContainerError(.limitExceeded, limit: .depth))),
  ])
  func `XML that OPC forbids or that is broken is refused`(part: String, code: XMLError.Code) {
    let error = #expect(throws: XMLError.self) { try events(part) }
    #expect(error?.code == code)
  }
}
