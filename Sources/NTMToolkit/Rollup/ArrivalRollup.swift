package import Definitions
import Findings
import Forms
package import Reporting

/// Sets what has arrived beside what was expected: villages by forms.
///
/// A folder in the folder is a commune. Villages are expected where a list of units names them, forms where
/// they are named; what came unexpected is shown too. A file that cannot be read, or is no form, belongs to the
/// village that its name says.
package struct ArrivalRollup {
  private let definitions: DefinitionStore
  private let list: CommuneList
  /// Ids of forms that every village was to hand in.
  private let expected: [String]
  private var places: [Key: Int] = [:]
  private var table = ArrivalTable()
  private var formIDs: Set<String> = []
  /// What the villages are called, in the order in which they were met.
  private var unordered: [String] = []
  /// The villages of files of which no record says one.
  private var placedByName: [String: Int] = [:]

  /// A village of a commune, by their keys.
  private struct Key: Hashable {
    var commune: String
    var village: String
  }

  package init(definitions: DefinitionStore, list: CommuneList, expected: [String]) {
    self.definitions = definitions
    self.list = list
    self.expected = expected
  }

  /// The table, and the report whose findings name the villages as the table does.
  package mutating func run(_ report: any FindingsReport) throws -> (
    table: ArrivalTable, report: any FindingsReport
  ) {
    for entry in list.entries {
      for village in entry.villages { _ = place(village, of: entry.name) }
    }
    try report.forEachFile { file in if file.container != nil { add(file) } }
    let others = formIDs.subtracting(expected).subtracting([""]).sorted()
    let unread = formIDs.contains("") ? [""] : []
    table.forms = (expected + others + unread).map { id in
      let title = definitions.forms.first { $0.definition.id == id }?.definition.title
      return ArrivalTable.Form(
        id: id,
        title: title ?? definitions.catalogue.phrases["arrivals-no-form"] ?? LocalizedText(id)
      )
    }
    for index in table.villages.indices where table.villages[index].isNamed {
      // Without a list of forms, a village that sent nothing at all is missing.
      let wanted = expected.isEmpty && table.villages[index].cells.isEmpty ? others : expected
      for form in wanted where table.villages[index].cells[form] == nil {
        table.villages[index].cells[form] = ArrivalTable.Cell(.missing)
      }
    }
    unordered = table.villages.map(\.label)
    let ordered = table.villages.enumerated().sorted {
      ($0.element.commune, $0.offset) < ($1.element.commune, $1.offset)
    }
    table.villages = ordered.map(\.element)
    return (table, VillageLabels(report: report, rollup: self))
  }

  private mutating func place(_ village: String, of commune: String) -> Int {
    let key = Key(commune: UnitNames.key(commune), village: Vocabulary.key(village))
    if let known = places[key] { return known }
    table.villages.append(ArrivalTable.Village(commune: commune, name: village))
    places[key] = table.villages.count - 1
    return table.villages.count - 1
  }

  /// The commune of a file: that of its folder, or the only one there is.
  fileprivate func commune(of file: String) -> String {
    let parts = file.split(separator: "/")
    guard parts.count > 1, let folder = parts.first.map(String.init) else {
      return list.entries.count == 1 ? list.entries[0].name : ""
    }
    return list.entry(name: folder, folder: folder)?.name ?? folder
  }

  /// The name that the table has for a village.
  fileprivate func label(_ village: String, in file: String) -> String {
    let key = Key(
      commune: UnitNames.key(commune(of: file)),
      village: Vocabulary.key(village)
    )
    return places[key].map { unordered[$0] } ?? village
  }

  /// The villages that a file's findings may speak of, as the table calls them.
  fileprivate func labels(of file: ReportFile) -> [String] {
    if let name = placedByName[file.name].map({ unordered[$0] }) { return [name] }
    return file.villages.map { label($0, in: file.name) }
  }

  // MARK: - One file

  private mutating func add(_ file: ReportFile) {
    let commune = commune(of: file.name)
    let sheets = file.sheets.filter { $0.form != nil }
    var isPlaced = false
    for sheet in sheets {
      for village in sheet.villages {
        isPlaced = true
        add(file, sheet, to: place(village, of: commune), village)
      }
    }
    if isPlaced { return }
    // No record says the village; the name of the file may.
    let last = file.name.split(separator: "/").last.map(String.init) ?? file.name
    let stem = last.lastIndex(of: ".").map { String(last[..<$0]) } ?? last
    let named = table.villages.indices.filter {
      UnitNames.key(table.villages[$0].commune) == UnitNames.key(commune)
        && UnitNames.isPlain(table.villages[$0].name, in: stem)
    }
    let index = named.count == 1 ? named[0] : place("[\(last)]", of: commune)
    if named.count != 1 { table.villages[index].isNamed = false }
    placedByName[file.name] = index
    if sheets.isEmpty {
      add(file, nil, to: index, nil)
    } else {
      for sheet in sheets { add(file, sheet, to: index, nil) }
    }
  }

  private mutating func add(
    _ file: ReportFile,
    _ sheet: ReportFile.Sheet?,
    to index: Int,
    _ village: String?
  ) {
    let form = sheet?.form ?? ""
    formIDs.insert(form)
    let isKnown = table.villages[index].cells[form] != nil
    var cell = table.villages[index].cells[form] ?? ArrivalTable.Cell(.clean)
    if !cell.files.contains(file.name) { cell.files.append(file.name) }
    let findings = file.findings.filter { item in
      item.explanation == nil && Self.concerns(item.finding, sheet, village)
    }.map(\.finding)
    cell.errors += findings.count { $0.severity == .error }
    cell.warnings += findings.count { $0.severity == .warning }
    let worst = findings.filter { $0.severity > .note }.max { $0.severity < $1.severity }
    cell.first = cell.first ?? worst?.location
    let count = sheet.flatMap { $0.villages.count <= 1 ? $0.records : nil }
    cell.records =
      isKnown ? cell.records.flatMap { known in count.map { known + $0 } } : count
    if !file.isReadable {
      cell.state = .unreadable
    } else if cell.state != .unreadable, cell.errors > 0 {
      cell.state = .faulty
    }
    table.villages[index].cells[form] = cell
  }

  /// Whether a finding of a file speaks of a village's rows in a sheet, or of all of them.
  private static func concerns(
    _ finding: Finding,
    _ sheet: ReportFile.Sheet?,
    _ village: String?
  ) -> Bool {
    if let sheet, let place = finding.location.sheet, place != sheet.name { return false }
    guard let village, let group = finding.record?.group else { return true }
    return Vocabulary.key(group) == Vocabulary.key(village)
  }
}

/// A report in which villages are called as a table of villages calls them.
private struct VillageLabels: FindingsReport {
  let report: any FindingsReport
  let rollup: ArrivalRollup

  var totals: ReportTotals { report.totals }

  func forEachFile(_ body: (ReportFile) throws -> Void) throws {
    try report.forEachFile { file in
      var file = file
      file.villages = rollup.labels(of: file)
      for index in file.findings.indices {
        guard let group = file.findings[index].finding.record?.group else { continue }
        file.findings[index].finding.record?.group = rollup.label(group, in: file.name)
      }
      try body(file)
    }
  }
}
