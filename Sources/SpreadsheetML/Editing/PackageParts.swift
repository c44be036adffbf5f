/// The parts of a container as they become; nothing is written here.
struct PackageParts: ~Copyable {
  private let workbook: Workbook
  /// New bytes by the index of the entry.
  private var changed: [UInt64: [UInt8]] = [:]
  private var removed: Set<UInt64> = []
  private var added: [PartAddition] = []
  private(set) var droppedSignatures = false
  /// Content types by part name, and by ending.
  private var overrides: [String: String] = [:]
  private var defaults: [String: String] = [:]

  static let contentTypes = "[Content_Types].xml"

  init(_ workbook: consuming Workbook) throws(PatchError) {
    self.workbook = workbook
    // A container that states no types, or in another way, can be copied and edited as long as no part
    // comes or goes.
    guard has(Self.contentTypes), let markup = Markup(try bytes(Self.contentTypes)) else { return }
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
  /// The list of an annotated copy.
  var findingsSheet: Workbook.Sheet? { workbook.findingsSheet.map { workbook.sheets[$0] } }
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

  /// Whether a part is a sheet, whose cells are read and written without prefixes.
  private func isSheet(_ part: String) -> Bool { workbook.sheets.contains { $0.part == part } }

  /// A part as it is now.
  func bytes(_ part: String) throws(PatchError) -> [UInt8] {
    if let index = addition(part) { return added[index].bytes }
    do throws(ContainerError) {
      let entry = try workbook.archive.entry(part)
      let bytes: [UInt8]
      if let new = changed[entry.index] {
        bytes = new
      } else {
        bytes = try workbook.archive.open(entry).readAll()
      }
      return isSheet(part) ? SheetText.plain(bytes) : bytes
    } catch {
      throw .unreadable(error)
    }
  }

  /// The bytes of a sheet with the prefix that a sheet of the workbook has, if it has one.
  func restored(_ bytes: [UInt8], as sheet: String) throws(PatchError) -> [UInt8] {
    if SheetText.prefix(bytes).isEmpty { return bytes }
    do throws(ContainerError) {
      let original = try workbook.archive.open(workbook.archive.entry(sheet)).readAll()
      return SheetText.plain(original) == original ? bytes : SheetText.restored(bytes)
    } catch {
      throw .unreadable(error)
    }
  }

  func has(_ part: String) -> Bool {
    addition(part) != nil || (try? workbook.archive.entry(part)) != nil
  }

  private func addition(_ part: String) -> Int? {
    added.firstIndex { Self.folded($0.name) == Self.folded(part) }
  }

  /// The elements of a part as it is now.
  func markup(_ part: String) throws(PatchError) -> Markup {
    guard let markup = Markup(try bytes(part)) else { throw .refused(Refusal(.unreadable, part)) }
    return markup
  }

  /// Gives a part new bytes.
  mutating func set(_ part: String, _ bytes: [UInt8]) throws(PatchError) {
    if let index = addition(part) {
      added[index].bytes = bytes
      return
    }
    let own = try isSheet(part) ? restored(bytes, as: part) : bytes
    do throws(ContainerError) { changed[try workbook.archive.entry(part).index] = own } catch {
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

  /// Makes a workbook of a template, where anything else changes too.
  mutating func becomeWorkbook() throws(PatchError) {
    if changed.isEmpty && removed.isEmpty && added.isEmpty { return }
    guard workbook.kind == .xltx || workbook.kind == .xltm else { return }
    var types = PartEditor(try markup(Self.contentTypes))
    for index in types.markup.elements.indices {
      guard let type = types.markup.value("ContentType", of: index), type.contains("template")
      else { continue }
      types.set("ContentType", type.replacing("template.", with: "sheet."), of: index)
    }
    try apply(types, to: Self.contentTypes)
  }

  // MARK: - Parts that come

  /// A name that no part has: one with the first free number.
  func freeName(_ stem: String, _ ending: String) -> String {
    var number = 1
    while has("\(stem)\(number)\(ending)") { number += 1 }
    return "\(stem)\(number)\(ending)"
  }

  /// Adds a part with its content type.
  mutating func add(_ part: String, _ bytes: [UInt8], type: String) throws(PatchError) {
    added.append(PartAddition(name: part, bytes: bytes))
    var types = PartEditor(try markup(Self.contentTypes))
    types.append("<Override PartName=\"/\(part)\" ContentType=\"\(type)\"/>", to: 0)
    try apply(types, to: Self.contentTypes)
    overrides[Self.folded(part)] = type
  }

  /// Adds a relationship from one part to another, and gives its id.
  mutating func relate(
    _ source: String,
    _ type: String,
    to part: String
  ) throws(PatchError) -> String {
    let name = Self.relationshipsName(of: source)
    if !has(name) {
      let xml = PartEditor.declaration + WorkbookParts.relationshipsHead + "</Relationships>"
      added.append(PartAddition(name: name, bytes: Array(xml.utf8)))
    }
    var links = PartEditor(try markup(name))
    let taken = Set(links.markup.elements.indices.compactMap { links.markup.value("Id", of: $0) })
    var number = taken.count + 1
    while taken.contains("rId\(number)") { number += 1 }
    links.append(
      "<Relationship Id=\"rId\(number)\" Type=\"\(type)\" Target=\"/\(part)\"/>",
      to: 0
    )
    try set(name, links.result())
    return "rId\(number)"
  }

  private static func relationshipsName(of source: String) -> String {
    let slash = source.lastIndex(of: "/").map(source.index(after:)) ?? source.startIndex
    return "\(source[..<slash])_rels/\(source[slash...]).rels"
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
    let name = Self.relationshipsName(of: source)
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
    if changed.isEmpty, removed.isEmpty, added.isEmpty { return PackageChange() }
    try removeSignatures()
    return PackageChange(
      checksums: workbook.archive.entries.map(\.checksum),
      replacements: changed.sorted { $0.key < $1.key }.map {
        PartReplacement(index: $0.key, bytes: $0.value)
      },
      additions: added,
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
  /// The checksums of all entries of the source, by which its directory is found again.
  var checksums: [UInt32] = []
  package var replacements: [PartReplacement] = []
  /// New parts, in their order at the end.
  package var additions: [PartAddition] = []
  /// The indices of entries that go.
  package var removals: [UInt64] = []
  /// Whether digital signatures are among them, which no change can keep.
  package var droppedSignatures = false
  /// The cells, `Sheet!B4` of the source, whose formulas refer to deleted lines only.
  package var lostReferences: [String] = []
  /// The sheets with changed cells that let nobody type into them; they stay so.
  package var protectedSheets: [String] = []

  /// Whether the container stays as it is.
  package var isEmpty: Bool { replacements.isEmpty && additions.isEmpty && removals.isEmpty }
}
