import Forms
import Tabular

/// Reads the overview of a form of units by criteria, and the list of a form of documents.
struct SummaryTableFile {
  let log: DefinitionLog
  private var columns: (DefinitionNode?) -> [String: Int] { OutputFormFile(log: log).columns }

  init(log: DefinitionLog) { self.log = log }

  func summary(_ node: DefinitionNode) -> SummaryTable? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    var table = SummaryTable(sheet: reader.string("sheet"))
    table.unitRow = row("unit-row", &reader)
    table.columns = columns(reader.required("columns"))
    if let node = reader.required("criteria"), var criteria = MappingReader(node, log: log) {
      table.firstCriterion = OutputFormFile(log: log).column(criteria.required("first"))
      table.criterionCount = criteria.whole("count") ?? 0
      criteria.finish()
    }
    for (key, value) in reader.required("count-rows")?.pairs ?? [] {
      let number = MappingReader.number(value, log: log)?.whole ?? 1
      table.countRows[key.string ?? ""] = number - 1
    }
    for (key, value) in reader.required("signs")?.pairs ?? [] {
      table.signs[key.string ?? ""] = value.string ?? ""
    }
    table.provisionalSign = reader.optionalString("provisional-sign") ?? ""
    table.bands = reader.list("bands").compactMap { node in
      guard var band = MappingReader(node, log: log) else { return nil }
      let result = SummaryTable.Band(from: band.whole("from") ?? 0, text: band.string("text"))
      band.finish()
      return result
    }.sorted { $0.from > $1.from }
    if let node = reader.optional("villages"), var villages = MappingReader(node, log: log) {
      table.villages = SummaryTable.VillageTable(
        sheet: villages.string("sheet"),
        row: row("row", &villages),
        columns: columns(villages.required("columns"))
      )
      villages.finish()
    }
    reader.finish()
    return table
  }

  func documents(_ node: DefinitionNode) -> DocumentTable? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    var table = DocumentTable(
      sheet: reader.string("sheet"),
      criterionRow: row("criterion-row", &reader),
      row: row("row", &reader),
      columns: columns(reader.required("columns"))
    )
    table.headings = words("headings", &reader)
    table.states = words("states", &reader)
    reader.finish()
    return table
  }

  /// Lists of texts by key.
  private func words(_ key: String, _ reader: inout MappingReader) -> [String: [String]] {
    var result: [String: [String]] = [:]
    for (name, value) in reader.required(key)?.pairs ?? [] {
      result[name.string ?? ""] = (value.items ?? [value]).compactMap(\.string)
    }
    return result
  }

  /// A row as spreadsheet programs count it, from 1.
  private func row(_ key: String, _ reader: inout MappingReader) -> Int {
    (reader.whole(key) ?? 1) - 1
  }
}
