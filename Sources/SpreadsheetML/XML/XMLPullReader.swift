import CLibXML2
import Tabular

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A pull reader over one part, by libxml2; small parts and whatever the byte scanner hands over.
///
/// No network, no entities, no document type; depth and text sizes are libxml2's own limits, which
/// `XML_PARSE_HUGE` would lift and which is therefore never set.
package struct XMLPullReader: ~Copyable {
  /// What the reader stands on.
  package enum Event: Hashable, Sendable {
    /// The start of an element; `isEmpty` when no end event follows.
    case start(isEmpty: Bool)
    case end
    /// Text, CDATA or white space.
    case text
  }

  private let reader: xmlTextReaderPtr
  private let source: Source
  private let limits: Limits
  /// The namespace of the root; equal names of one document have one address.
  private var rootNamespace: UnsafePointer<xmlChar>?

  /// Keeps the stream alive for libxml2's callback, and the error that the callback met.
  private final class Source {
    var stream: EntryStream
    var failure: ContainerError?
    /// Which of libxml2's own limits was exceeded, as far as its message tells.
    var limit: Limits.Name?
    private var isFirst = true

    init(_ stream: consuming EntryStream) { self.stream = stream }

    func read(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int32 {
      do throws(ContainerError) {
        let count = try stream.read(into: buffer)
        // A declaration may only stand at the very start (XML 1.0, 2.8); libxml2 lets it pass.
        if isFirst, count > 0, [0x20, 0x0A, 0x0D, 0x09].contains(buffer[0]) {
          failure = ContainerError(.corruptPart)
          return -1
        }
        isFirst = false
        return Int32(count)
      } catch {
        failure = error
        return -1
      }
    }
  }

  /// libxml2 asks for this once, before several threads use it.
  private static let isPrepared: Void = xmlInitParser()

  /// Opens the XML of a part.
  package init(_ stream: consuming EntryStream) throws(XMLError) {
    Self.isPrepared
    limits = stream.limits
    let source = Source(stream)
    let context = Unmanaged.passUnretained(source).toOpaque()
    let reader = xmlReaderForIO(
      { context, buffer, count in
        guard let context, let buffer else { return -1 }
        let source = Unmanaged<Source>.fromOpaque(context).takeUnretainedValue()
        return buffer.withMemoryRebound(to: UInt8.self, capacity: Int(count)) { bytes in
          source.read(into: UnsafeMutableBufferPointer(start: bytes, count: Int(count)))
        }
      },
      nil,
      context,
      nil,
      nil,
      Int32(XML_PARSE_NONET.rawValue)
    )
    guard let reader else {
      throw XMLError(code: source.failure.map(XMLError.Code.container) ?? .notWellFormed, line: 0)
    }
    // Silent: whatever goes wrong is thrown, and nothing belongs on the user's screen.
    xmlTextReaderSetErrorHandler(
      reader,
      { context, message, _, _ in
        guard let context, let message else { return }
        let source = Unmanaged<Source>.fromOpaque(context).takeUnretainedValue()
        if strstr(message, "xcessive depth") != nil { source.limit = .depth }
        if strstr(message, "uge text") != nil { source.limit = .textBytes }
      },
      context
    )
    self.reader = reader
    self.source = source
  }

  deinit { xmlFreeTextReader(reader) }

  /// The line of the part, from 1.
  package var line: Int { Int(xmlTextReaderGetParserLineNumber(reader)) }

  /// Goes on to the next start, end or text; `nil` at the end of the document.
  package mutating func next() throws(XMLError) -> Event? {
    while true {
      let status = xmlTextReaderRead(reader)
      if let failure = source.failure { throw XMLError(code: .container(failure), line: line) }
      if status < 0, let limit = source.limit { throw exceeded(limit) }
      guard status >= 0 else { throw XMLError(code: .notWellFormed, line: line) }
      guard status == 1 else { return nil }
      switch xmlTextReaderNodeType(reader) {
      case Int32(XML_READER_TYPE_ELEMENT.rawValue):
        try checkEncoding()
        try checkElement()
        if xmlTextReaderDepth(reader) == 0 {
          rootNamespace = xmlTextReaderConstNamespaceUri(reader)
        }
        return .start(isEmpty: xmlTextReaderIsEmptyElement(reader) == 1)
      case Int32(XML_READER_TYPE_END_ELEMENT.rawValue):
        return .end
      case Int32(XML_READER_TYPE_TEXT.rawValue), Int32(XML_READER_TYPE_CDATA.rawValue),
        Int32(XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue),
        Int32(XML_READER_TYPE_WHITESPACE.rawValue):
        if let text = xmlTextReaderConstValue(reader), xmlStrlen(text) > limits.textBytes {
          throw exceeded(.textBytes)
        }
        return .text
      case Int32(XML_READER_TYPE_DOCUMENT_TYPE.rawValue):
        throw XMLError(code: .documentType, line: line)
      default:
        continue
      }
    }
  }

  private func checkElement() throws(XMLError) {
    if xmlTextReaderAttributeCount(reader) > limits.attributes
      || xmlStrlen(xmlTextReaderConstLocalName(reader)) > 1024
    {
      throw exceeded(.attributes)
    }
    if attributeBytes > limits.tagBytes { throw exceeded(.tagBytes) }
    if xmlTextReaderDepth(reader) >= limits.depth { throw exceeded(.depth) }
  }

  /// The bytes of the element's attribute values, which are most of a tag that is too long.
  private var attributeBytes: Int {
    var bytes = 0
    var attribute = xmlTextReaderCurrentNode(reader)?.pointee.properties
    while let current = attribute {
      var value = current.pointee.children
      while let text = value {
        bytes += Int(xmlStrlen(text.pointee.content))
        value = text.pointee.next
      }
      attribute = current.pointee.next
    }
    return bytes
  }

  private func exceeded(_ limit: Limits.Name) -> XMLError {
    XMLError(code: .container(ContainerError(.limitExceeded, limit: limit)), line: line)
  }

  private func checkEncoding() throws(XMLError) {
    guard xmlTextReaderDepth(reader) == 0, let name = xmlTextReaderConstEncoding(reader) else {
      return
    }
    let encoding = Self.string(name).lowercased()
    guard encoding == "utf-8" || encoding.hasPrefix("utf-16") else {
      throw XMLError(code: .encoding, line: line)
    }
  }

  /// The element's name without its prefix.
  package var localName: String {
    xmlTextReaderConstLocalName(reader).map(Self.string) ?? ""
  }

  /// The element's namespace, empty where there is none.
  package var namespace: String {
    xmlTextReaderConstNamespaceUri(reader).map(Self.string) ?? ""
  }

  /// Whether the element belongs to another namespace than the root: an extension's, for which the names
  /// of cells and rows mean nothing.
  var isForeign: Bool { xmlTextReaderConstNamespaceUri(reader) != rootNamespace }

  /// The text the reader stands on.
  package var text: String { xmlTextReaderConstValue(reader).map(Self.string) ?? "" }

  /// An attribute without a namespace, or with the given one; `nil` where it is absent.
  package func attribute(_ name: String, namespace: String? = nil) -> String? {
    let found =
      if let namespace {
        xmlTextReaderMoveToAttributeNs(reader, name, namespace)
      } else {
        xmlTextReaderMoveToAttribute(reader, name)
      }
    guard found == 1 else { return nil }
    defer { xmlTextReaderMoveToElement(reader) }
    return text
  }

  private static func string(_ pointer: UnsafePointer<xmlChar>) -> String {
    String(cString: pointer)
  }
}
