import CLibZip
package import Tabular

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An open ZIP container; it stays open as long as anybody holds it or one of its streams.
package struct Archive {
  /// One entry of the directory.
  package struct Entry: Hashable, Sendable {
    /// The place in the directory, by which libzip opens it.
    package let index: UInt64
    /// The name as the container spells it.
    package let name: String
    /// Compressed bytes, as the directory claims.
    package let compressedSize: UInt64
    /// Inflated bytes, as the directory claims.
    package let size: UInt64
    /// CRC-32 of the inflated bytes, as the directory claims.
    package let checksum: UInt32
    /// 0 stored, 8 deflated; nothing else is allowed in OPC.
    package let method: UInt16
    /// Whether the entry is encrypted by any method.
    package let isEncrypted: Bool
  }

  /// All entries in the order of the directory.
  package let entries: [Entry]
  /// What reading may use.
  package let limits: Limits
  private let handle: ArchiveHandle
  private let indexByFoldedName: [String: Int]

  /// Opens a file; throws for anything that is no whole ZIP archive or exceeds the limits.
  package init(path: String, limits: Limits = Limits()) throws(ContainerError) {
    try Self.checkFile(path, limits: limits)
    var code: Int32 = 0
    let end = ArchiveEnd(path: path)
    if end?.isOneOfSeveral == true { throw ContainerError(.severalArchives) }
    guard let pointer = zip_open(path, ZIP_RDONLY, &code) ?? Self.openBehindPrefix(path, end) else {
      let isUnreadable = code == ZIP_ER_OPEN || code == ZIP_ER_READ || code == ZIP_ER_NOENT
      throw ContainerError(isUnreadable ? .unreadable : .notAZipArchive)
    }
    let count = zip_get_num_entries(pointer, 0)
    handle = ArchiveHandle(pointer, entries: Int(clamping: min(count, Int64(limits.entries))))
    entries = try Self.list(pointer, count: count, limits: limits)
    try Self.checkSizes(entries, path: path)
    indexByFoldedName = try Self.index(entries)
    self.limits = limits
  }

  /// The entry of a part name, in any case, with or without a leading slash, percent-encoded or not.
  package func entry(_ name: String) throws(ContainerError) -> Entry {
    let folded = Self.folded(name)
    if let index = indexByFoldedName[folded] { return entries[index] }
    if folded.utf8.contains(0x25), let index = indexByFoldedName[Self.decoded(folded)] {
      return entries[index]
    }
    throw ContainerError(.missingPart, part: name)
  }

  /// Whether there is an entry of a part name.
  package func has(_ name: String) -> Bool { (try? entry(name)) != nil }

  /// A name with `%20` and the like decoded (RFC 3986, 2.1); what is no such code stays.
  private static func decoded(_ name: String) -> String {
    var result: [UInt8] = []
    var rest = Array(name.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      if byte == 0x25, digits.utf8.count == 2, let code = UInt8(digits, radix: 16), code >= 0x20 {
        result.append(code)
        rest = rest.dropFirst(2)
      } else {
        result.append(byte)
      }
    }
    return folded(String(decoding: result, as: UTF8.self))
  }

  /// Opens the bytes of an entry.
  package func open(_ entry: Entry) throws(ContainerError) -> EntryStream {
    guard !entry.isEncrypted else { throw ContainerError(.encrypted, part: entry.name) }
    guard entry.method == 0 || entry.method == 8 else {
      throw ContainerError(.corruptPart, part: entry.name)
    }
    guard let file = zip_fopen_index(handle.pointer, entry.index, ZIP_FL_COMPRESSED) else {
      throw ContainerError(.corruptPart, part: entry.name)
    }
    return EntryStream(file: file, of: handle, entry: entry, limits: limits)
  }

  /// Opens an archive that stands behind other bytes, with offsets that count from its own beginning.
  private static func openBehindPrefix(_ path: String, _ end: ArchiveEnd?) -> OpaquePointer? {
    guard let end, end.start > 0,
      let source = zip_source_file_create(path, UInt64(end.start), -1, nil)
    else { return nil }
    guard let archive = zip_open_from_source(source, ZIP_RDONLY, nil) else {
      zip_source_free(source)
      return nil
    }
    return archive
  }

  /// Part names compare without regard to ASCII case; some writers use backslashes.
  private static func folded(_ name: String) -> String {
    let trimmed = name.hasPrefix("/") ? String(name.dropFirst()) : name
    return String(
      decoding: trimmed.utf8.map { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        case UInt8(ascii: "\\"): UInt8(ascii: "/")
        default: byte
        }
      },
      as: UTF8.self
    )
  }

  private static func list(
    _ handle: OpaquePointer,
    count: Int64,
    limits: Limits
  ) throws(ContainerError) -> [Entry] {
    guard count <= limits.entries else { throw ContainerError(.limitExceeded, limit: .entries) }
    var entries: [Entry] = []
    for index in 0..<UInt64(max(count, 0)) {
      var status = zip_stat_t()
      guard zip_stat_index(handle, index, 0, &status) == 0, let name = status.name else {
        throw ContainerError(.notAZipArchive)
      }
      entries.append(
        Entry(
          index: index,
          name: String(cString: name),
          compressedSize: status.comp_size,
          size: status.size,
          checksum: status.crc,
          method: status.comp_method,
          isEncrypted: status.encryption_method != 0
        )
      )
    }
    return entries
  }

  private static func size(of path: String) throws(ContainerError) -> UInt64 {
    var status = stat()
    guard stat(path, &status) == 0 else { throw ContainerError(.unreadable) }
    return UInt64(max(0, status.st_size))
  }

  private static func checkFile(_ path: String, limits: Limits) throws(ContainerError) {
    guard try size(of: path) <= limits.fileBytes else {
      throw ContainerError(.limitExceeded, limit: .fileBytes)
    }
  }

  /// Entries that claim more bytes than the file has overlap each other, or are cut off.
  private static func checkSizes(_ entries: [Entry], path: String) throws(ContainerError) {
    var rest = try size(of: path)
    for entry in entries {
      guard entry.compressedSize <= rest else {
        throw ContainerError(.corruptPart, part: entry.name)
      }
      rest -= entry.compressedSize
    }
  }

  private static func index(_ entries: [Entry]) throws(ContainerError) -> [String: Int] {
    var result: [String: Int] = [:]
    for (position, entry) in entries.enumerated() {
      guard result.updateValue(position, forKey: folded(entry.name)) == nil else {
        throw ContainerError(.duplicatePart, part: entry.name)
      }
    }
    return result
  }
}
