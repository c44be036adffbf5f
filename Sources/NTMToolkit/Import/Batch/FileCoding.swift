import Findings
import Forms
import Tabular

/// A file's outcome as bytes: first what the report needs, then what is compared across files.
extension ByteWriter {
  ///
  /// `isKept` where another run is to read it, which has to compare the file's records with others anew.
  mutating func outcome(_ result: FileImport, isKept: Bool) throws {
    let name = result.file.name
    text(result.container.rawValue)
    flag(result.isReadable)
    number(result.recordCount)
    list(result.sheets) { writer, sheet in
      writer.text(sheet.name)
      writer.optional(sheet.form?.definition.id)
      writer.fixed(sheet.unit)
      writer.number(sheet.year)
      writer.list(sheet.tables) { $0.table($1) }
    }
    list(result.findings) { $0.finding($1, of: name) }
    list(result.villages) { writer, village in
      writer.text(village.name)
      writer.text(village.key)
      writer.text(village.sheet)
      writer.number(village.table)
      writer.number(village.row)
      writer.fixed(village.unit)
    }
    try result.duplicates.write(to: &self)
    if isKept { try ruleEntries(result.rules) }
  }

  private mutating func table(_ table: TableSummary) {
    range(table.header)
    number(table.recordCount)
    optional(table.records?.lowerBound)
    optional(table.records?.upperBound)
    list(table.facts) { writer, fact in
      writer.text(fact.fact)
      writer.text(fact.text)
      writer.number(fact.cell.row)
      writer.number(fact.cell.column)
    }
  }
}

extension ByteReader {
  /// A file's outcome; of tables without their columns, which only `inspect` shows.
  mutating func outcome(of file: InputFile, forms: [CompiledForm]) throws(Damage) -> FileImport {
    var result = FileImport(file: file)
    result.container = FileKind(rawValue: try text()) ?? .unreadable
    result.isReadable = try flag()
    result.recordCount = try number()
    result.sheets = try list { reader throws(Damage) in
      var sheet = SheetImport(name: try reader.text())
      let form = try reader.optionalText()
      sheet.form = forms.first { $0.definition.id == form }
      sheet.unit = try reader.fixed()
      sheet.year = try reader.number()
      sheet.tables = try reader.list { reader throws(Damage) in try reader.table() }
      return sheet
    }
    result.findings = try list { reader throws(Damage) in try reader.finding(of: file.name) }
    result.villages = try list { reader throws(Damage) in
      VillageMention(
        name: try reader.text(),
        key: try reader.text(),
        sheet: try reader.text(),
        table: try reader.number(),
        row: try reader.number(),
        unit: try reader.fixed()
      )
    }
    return result
  }

  /// The same with what is compared across files, of an outcome that was kept for another run.
  mutating func wholeOutcome(of file: InputFile, forms: [CompiledForm]) throws(Damage)
    -> FileImport
  {
    var result = try outcome(of: file, forms: forms)
    result.duplicates = try duplicates()
    result.rules = try ruleEntries()
    return result
  }

  /// What follows an outcome: its records as they are compared with others.
  mutating func duplicates() throws(Damage) -> EntryList<DuplicateEntry> { try EntryList(&self) }

  private mutating func table() throws(Damage) -> TableSummary {
    guard let header = try range() else { throw Damage() }
    var table = TableSummary(header: header)
    table.recordCount = try number()
    let (first, last) = (try optionalNumber(), try optionalNumber())
    if let first, let last, first <= last { table.records = first...last }
    table.facts = try list { reader throws(Damage) in
      LocatedFact(
        fact: try reader.text(),
        text: try reader.text(),
        cell: CellReference(row: try reader.number(), column: try reader.number())
      )
    }
    return table
  }
}
