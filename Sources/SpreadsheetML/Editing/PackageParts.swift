/// The parts of a container as they become; nothing is written here.
struct PackageParts: ~Copyable {
  private let workbook: Workbook
  /// New bytes by the index of the entry.
  private var changed: [UInt64: [UInt8]] = [:]
  private var removed: Set<UInt64> = []
  private(set) var droppedSignatures = false
  /// Content types by part name, and by ending.
  private var overrides: [String: String] = [:]
  private var defaults: [String: String] = [:]

  static let contentTypes = "[Content_Types].xml"

  init(_ workbook: consuming Workbook) throws(PatchError) {
    self.workbook = workbook
    guard let markup = Markup(try bytes(Self.contentTypes)) else {
      throw .refused(Refusal(.unreadable, Self.contentTypes))
    }
    for index in markup.elements.indices {
      guard let type = markup.value("ContentType", of: index) else { continue }
      if let part = markup.value("PartName", of: index) {
        overrides[Self.folded(part)] = type
      } else if let ending = markup.value("Extension", of: index) {
        defaults[ending.lowercased()] = type
      }
    }
  }

  var sheets: [Workbook.Sheet] { workbook.sheets }
  var definedNames: [Workbook.DefinedName] { workbook.definedNames }
  var workbookPart: String { workbook.part }
  var stylesPart: String? { workbook.stylesPart }
  var styleCount: Int { workbook.styles.cells.count }

  /// The names of all entries.
  var names: [String] { workbook.archive.entries.map(\.name) }

  private static func folded(_ part: String) -> String {
    (part.hasPrefix("/") ? String(part.dropFirst()) : part).lowercased()
  }

  /// The content type of a part; `nil` for what is none.
  func contentType(of part: String) -> String? {
    let name = Self.folded(part)
    if let type = overrides[name] { return type }
    guard let point = name.lastIndex(of: ".") else { return nil }
    return defaults[String(name[name.index(after: point)...])]
  }

  // MARK: - Bytes

  /// A part as it is now.
  func bytes(_ part: String) throws(PatchError) -> [UInt8] {
    do throws(ContainerError) {
      let entry = try workbook.archive.entry(part)
      if let bytes = changed[entry.index] { return bytes }
      return try workbook.archive.open(entry).readAll()
    } catch {
      throw .unreadable(error)
    }
  }

  func has(_ part: String) -> Bool { (try? workbook.archive.entry(part)) != nil }

  /// The elements of a part as it is now.
  func markup(_ part: String) throws(PatchError) -> Markup {
    guard let markup = Markup(try bytes(part)) else { throw .refused(Refusal(.unreadable, part)) }
    return markup
  }

  /// Gives a part new bytes.
  mutating func set(_ part: String, _ bytes: [UInt8]) throws(PatchError) {
    do throws(ContainerError) { changed[try workbook.archive.entry(part).index] = bytes } catch {
      throw .unreadable(error)
    }
  }

  mutating func apply(_ editor: PartEditor, to part: String) throws(PatchError) {
    if editor.isChanged { try set(part, editor.result()) }
  }

  /// The relationships of a part, as they were.
  func relationships(of part: String) throws(PatchError) -> Relationships {
    do throws(XMLError) { return try Relationships(of: part, in: workbook.archive) } catch {
      throw WorkbookPatcher.error(error)
    }
  }

  // MARK: - Parts that go

  /// Takes away the parts that begin so, with their content types and the relationship to them.
  private mutating func remove(
    prefix: String,
    relation: String,
    of source: String
  ) throws(PatchError) {
    for entry in workbook.archive.entries where Self.folded(entry.name).hasPrefix(prefix) {
      removed.insert(entry.index)
      changed[entry.index] = nil
    }
    var types = PartEditor(try markup(Self.contentTypes))
    for index in types.markup.elements.indices {
      let part = types.markup.value("PartName", of: index).map(Self.folded)
      if part?.hasPrefix(prefix) ?? false { types.remove(index) }
    }
    try apply(types, to: Self.contentTypes)
    let slash = source.lastIndex(of: "/").map(source.index(after:)) ?? source.startIndex
    let name = "\(source[..<slash])_rels/\(source[slash...]).rels"
    guard has(name) else { return }
    var links = PartEditor(try markup(name))
    for index in links.markup.elements.indices
    where links.markup.value("Type", of: index)?.hasSuffix(relation) ?? false {
      links.remove(index)
    }
    try apply(links, to: name)
  }

  /// Takes away the calculation chain: one that does not fit keeps Excel from opening the file, one
  /// that is not there is made anew.
  mutating func removeCalculationChain() throws(PatchError) {
    let links = try relationships(of: workbook.part)
    guard let chain = links.target(kind: "calcChain"), has(chain) else { return }
    try remove(prefix: Self.folded(chain), relation: "/calcChain", of: workbook.part)
  }

  /// Takes away digital signatures: they are for the bytes before the change.
  private mutating func removeSignatures() throws(PatchError) {
    let links = try relationships(of: "")
    guard let origin = links.items.first(where: { $0.kind == "origin" })?.target else { return }
    let slash = origin.lastIndex(of: "/").map(origin.index(after:)) ?? origin.startIndex
    let prefix = slash == origin.startIndex ? origin : String(origin[..<slash])
    try remove(prefix: Self.folded(prefix), relation: "/digital-signature/origin", of: "")
    droppedSignatures = true
  }

  /// What is to be written.
  consuming func change() throws(PatchError) -> PackageChange {
    if changed.isEmpty, removed.isEmpty { return PackageChange() }
    try removeSignatures()
    return PackageChange(
      replacements: changed.sorted { $0.key < $1.key }.map {
        PartReplacement(index: $0.key, bytes: $0.value)
      },
      removals: removed.sorted(),
      droppedSignatures: droppedSignatures
    )
  }
}

/// The new bytes of one entry of a container.
package struct PartReplacement: Sendable {
  package var index: UInt64
  package var bytes: [UInt8]
}

/// A part that a container gets.
package struct PartAddition: Sendable {
  package var name: String
  package var bytes: [UInt8]
}

/// What becomes of the entries of a container.
package struct PackageChange: Sendable {
  package var replacements: [PartReplacement] = []
  /// New parts, in their order at the end.
  package var additions: [PartAddition] = []
  /// The indices of entries that go.
  package var removals: [UInt64] = []
  /// Whether digital signatures are among them, which no change can keep.
  package var droppedSignatures = false

  /// Whether the container stays as it is.
  package var isEmpty: Bool { replacements.isEmpty && additions.isEmpty && removals.isEmpty }
}
