package import Definitions
import Expressions
package import Findings
import Forms
package import Tabular

/// The communes of a province as a list gives them: which are expected, their groups, what was decided.
package struct CommuneList: Sendable {
  /// One commune; what the list does not say is `nil`.
  package struct Entry: Sendable {
    package var name: String
    package var folder: String?
    package var group: String?
    package var status: String?
    package var leftHardship: Bool?
    package var hardshipVillages: ExactDecimal?
    package var villages: [String] = []
    package var place: SourceLocation
  }

  package var entries: [Entry] = []
  package var findings: [Finding] = []
  package var isUnreadable = false
  private static let form = "commune-list"

  package init() {}

  /// Reads the list from a workbook or CSV file.
  package static func read(
    _ path: String,
    definitions: DefinitionStore,
    limits: Limits
  ) -> CommuneList {
    var list = CommuneList()
    var importer = FileImporter(definitions: definitions, limits: limits)
    importer.onlyForm = form
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var entries: [Entry] = []
    let file = importer.read(InputFile(path: path, name: name)) { record in
      if let entry = entry(record) { entries.append(entry) }
    }
    list.entries = entries
    list.findings = file.findings
    list.isUnreadable = !file.isReadable
    return list
  }

  private static func entry(_ imported: ImportedRecord) -> Entry? {
    let fields = imported.form.fields
    func value(_ id: String) -> FieldValue? {
      fields.firstIndex { $0.id == id }.flatMap { imported.record.values[$0] }
    }
    func text(_ id: String) -> String? {
      switch value(id) {
      case .text(let text), .choice(let text): text
      default: nil
      }
    }
    guard let name = text("commune") else { return nil }
    let cell = CellReference(row: imported.record.row, column: 0)
    var entry = Entry(
      name: name,
      place: SourceLocation(file: imported.file, sheet: imported.sheet, cell: cell)
    )
    entry.folder = text("folder")
    entry.group = text("group") ?? text("region")
    entry.status = text("status")
    if case .mark(let flag)? = value("left_hardship") { entry.leftHardship = flag }
    if case .number(let number)? = value("hardship_villages") { entry.hardshipVillages = number }
    entry.villages = (text("villages") ?? "").split(whereSeparator: { ";,".contains($0) }).map {
      $0.trimmingPrefix { $0 == " " }.reversed().trimmingPrefix { $0 == " " }.reversed()
    }.map { String($0) }.filter { !$0.isEmpty }
    return entry
  }

  /// The entry of a unit by its name alone.
  package func entry(named name: String) -> Entry? { entry(name: name, folder: name) }

  /// The entry of a unit, by its name or by the folder or file that it stands in.
  func entry(name: String, folder: String) -> Entry? {
    let keys = [UnitNames.key(folder), UnitNames.key(name)]
    let exact = entries.first { entry in
      keys.contains(UnitNames.key(entry.folder ?? entry.name))
    }
    if let exact { return exact }
    // A folder without marks names a commune where only one is spelt so.
    let similar = entries.filter {
      $0.folder == nil && UnitNames.plain($0.name) == UnitNames.plain(folder)
    }
    return similar.count == 1 ? similar[0] : nil
  }
}
