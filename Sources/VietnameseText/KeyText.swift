/// Comparisons of keys byte by byte: equal keys have equal bytes, so nothing need be normalised.
extension String {
  /// Calls with the UTF-8 bytes, in place where they stand in one piece.
  private func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
    return Array(utf8).withUnsafeBufferPointer(body)
  }

  /// Whether a text has the very bytes of another one.
  package func hasBytes(of other: String) -> Bool {
    utf8.count == other.utf8.count
      && withBytes { own in
        other.withBytes { bytes in
          // Eight at a time: texts are compared with every look into a table of them.
          var index = 0
          let (first, second) = (UnsafeRawBufferPointer(own), UnsafeRawBufferPointer(bytes))
          while index + 8 <= own.count {
            guard
              first.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                == second.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            else { return false }
            index += 8
          }
          while index < own.count {
            guard own[index] == bytes[index] else { return false }
            index += 1
          }
          return true
        }
      }
  }

  /// Whether a byte stands anywhere in a text.
  package func holds(byte: UInt8) -> Bool { withBytes { $0.contains(byte) } }

  /// Whether a key is another one, or begins with it as whole words.
  package func beginsWithWords(_ other: String) -> Bool {
    withBytes { own in
      other.withBytes { words in
        guard own.count >= words.count else { return false }
        for index in 0..<words.count where own[index] != words[index] { return false }
        return own.count == words.count || own[words.count] == 0x20
      }
    }
  }

  /// Whether a key holds the bytes of another one anywhere.
  package func holds(_ other: String) -> Bool {
    withBytes { own in
      other.withBytes { wanted in
        guard let first = wanted.first else { return true }
        guard own.count >= wanted.count else { return false }
        for start in 0...(own.count - wanted.count) where own[start] == first {
          var index = 1
          while index < wanted.count, own[start + index] == wanted[index] { index += 1 }
          if index == wanted.count { return true }
        }
        return false
      }
    }
  }

  /// Whether a key holds another one as whole words.
  package func holdsWords(_ other: String) -> Bool {
    withBytes { own in
      other.withBytes { wanted in
        guard own.count >= wanted.count else { return false }
        for start in 0...(own.count - wanted.count) where start == 0 || own[start - 1] == 0x20 {
          var index = 0
          while index < wanted.count, own[start + index] == wanted[index] { index += 1 }
          let end = start + wanted.count
          if index == wanted.count, end == own.count || own[end] == 0x20 { return true }
        }
        return false
      }
    }
  }
}

/// A text that is looked up by its bytes: far cheaper than by canonical equivalence, and the same for keys.
package struct KeyText: Hashable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func == (left: Self, right: Self) -> Bool { left.text.hasBytes(of: right.text) }

  package func hash(into hasher: inout Hasher) {
    let isDone: Void? = text.utf8.withContiguousStorageIfAvailable {
      hasher.combine(bytes: UnsafeRawBufferPointer($0))
    }
    if isDone == nil { for byte in text.utf8 { hasher.combine(byte) } }
  }
}

extension Set<KeyText> {
  package func contains(_ text: String) -> Bool { contains(KeyText(text)) }

  @discardableResult
  package mutating func insert(_ text: String) -> Bool { insert(KeyText(text)).inserted }
}

extension Dictionary where Key == KeyText {
  package subscript(text: String) -> Value? {
    get { self[KeyText(text)] }
    set { self[KeyText(text)] = newValue }
  }
}
