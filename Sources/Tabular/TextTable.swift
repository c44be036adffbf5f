/// Many texts in one buffer of UTF-8 bytes; a `String` is made only for the one that is asked for.
public struct TextTable: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// An empty table.
  public init() {}

  /// The number of texts.
  public var count: Int { ends.count }

  /// Adds a text and answers its index.
  @discardableResult
  public mutating func append(_ text: String) -> Int {
    bytes.append(contentsOf: text.utf8)
    ends.append(bytes.count)
    return ends.count - 1
  }

  /// Adds a text by its UTF-8 bytes, which the caller has found valid, and answers its index.
  @discardableResult
  public mutating func append(utf8: UnsafeBufferPointer<UInt8>) -> Int {
    bytes.append(contentsOf: utf8)
    ends.append(bytes.count)
    return ends.count - 1
  }

  /// Adds a text of another table by its bytes and answers its index; `nil` where there is none.
  public mutating func append(_ index: Int, of other: TextTable) -> Int? {
    guard other.ends.indices.contains(index) else { return nil }
    bytes.append(
      contentsOf: other.bytes[(index == 0 ? 0 : other.ends[index - 1])..<other.ends[index]]
    )
    ends.append(bytes.count)
    return ends.count - 1
  }

  /// Takes all texts out and keeps the memory for the next ones.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// Takes out the texts from an index on.
  public mutating func removeLast(to count: Int) {
    guard count < ends.count else { return }
    bytes.removeLast(bytes.count - (count == 0 ? 0 : ends[count - 1]))
    ends.removeLast(ends.count - count)
  }

  /// The number of UTF-8 bytes of the text at an index, found without making it; `nil` for none.
  public func length(at index: Int) -> Int? {
    guard ends.indices.contains(index) else { return nil }
    return ends[index] - (index == 0 ? 0 : ends[index - 1])
  }

  /// The text at an index; `nil` for an index that is not in the table.
  public subscript(index: Int) -> String? {
    guard ends.indices.contains(index) else { return nil }
    let start = index == 0 ? 0 : ends[index - 1]
    return String(decoding: bytes[start..<ends[index]], as: UTF8.self)
  }
}
