import Tabular

/// The relationships of one part (ECMA-376 Part 2, 9.3), by id and by the last word of their type.
struct Relationships {
  /// One relationship with its target as a part name.
  struct Item {
    let id: String
    /// The last path component of the type, alike in the transitional and the strict namespace.
    let kind: String
    let target: String
  }

  let items: [Item]

  init(of part: String, in archive: borrowing Archive) throws(XMLError) {
    let slash = part.lastIndex(of: "/").map(part.index(after:)) ?? part.startIndex
    let folder = String(part[..<slash])
    let name = "\(folder)_rels/\(part[slash...]).rels"
    var items: [Item] = []
    guard let entry = try? archive.entry(name) else {
      self.items = []
      return
    }
    var reader = try XMLPullReader(archive.stream(of: entry))
    while let event = try reader.next() {
      guard case .start = event, reader.localName == "Relationship",
        reader.attribute("TargetMode") != "External",
        let id = reader.attribute("Id"), let type = reader.attribute("Type"),
        let target = reader.attribute("Target")
      else { continue }
      let kind = Self.lastWord(of: type)
      guard items.count < archive.limits.names else {
        let error = ContainerError(.limitExceeded, part: name, limit: .names)
        throw XMLError(code: .container(error), line: reader.line)
      }
      items.append(Item(id: id, kind: kind, target: Self.resolve(target, in: folder)))
    }
    self.items = items
  }

  /// What stands behind the last slash of a type.
  private static func lastWord(of type: String) -> String {
    let bytes = type.utf8
    guard let slash = bytes.lastIndex(of: 0x2F) else { return type }
    return String(type[bytes.index(after: slash)...])
  }

  func target(id: String) -> String? { items.first { $0.id == id }?.target }
  func target(kind: String) -> String? { items.first { $0.kind == kind }?.target }

  /// Whether a target only goes down into folders, as nearly every one does.
  private static func isPlain(_ target: String) -> Bool {
    var isStart = true
    for byte in target.utf8 {
      if byte == 0x5C || (isStart && (byte == 0x2F || byte == 0x2E)) { return false }
      isStart = byte == 0x2F
    }
    return !isStart
  }

  /// A target as a part name: absolute, relative to the source part's folder, `.` and `..` resolved.
  static func resolve(_ target: String, in folder: String) -> String {
    if isPlain(target) { return folder + target }
    let path = target.split(separator: "\\").joined(separator: "/")
    let isAbsolute = target.hasPrefix("/") || target.hasPrefix("\\")
    var parts = isAbsolute ? [] : folder.split(separator: "/")
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}

extension Archive {
  /// Opens a file for XML readers.
  static func opened(path: String, limits: Limits) throws(XMLError) -> Archive {
    do throws(ContainerError) {
      return try Archive(path: path, limits: limits)
    } catch {
      throw XMLError(code: .container(error), line: 0)
    }
  }

  /// Opens an entry for an XML reader.
  borrowing func stream(of entry: Entry) throws(XMLError) -> EntryStream {
    do throws(ContainerError) {
      return try open(entry)
    } catch {
      throw XMLError(code: .container(error), line: 0)
    }
  }

  /// Opens a part by name for an XML reader.
  borrowing func stream(ofPart name: String) throws(XMLError) -> EntryStream {
    let entry: Entry
    do throws(ContainerError) { entry = try self.entry(name) } catch {
      throw XMLError(code: .container(error), line: 0)
    }
    return try stream(of: entry)
  }
}
