import Definitions
import Expressions
import Findings
import Forms
import Foundation
import SpreadsheetML
import Tabular
import Testing

@testable import NTMToolkit

/// The law of entry forms: generate, fill in, read back – the same values, for every form there is.
struct EntryFormTests {
  private static let root =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  private static let store = DefinitionStore(roots: [root + "/templates"])
  static let forms = store.forms.map(\.definition.id)

  @Test func `there are forms of every shape`() {
    let shapes = Set(Self.store.forms.map(\.definition.shape))
    #expect(shapes == Set(FormDefinition.Shape.allCases))
  }

  /// What is typed into the cell of a field for one of two records, and what it must be read as.
  private func sample(
    _ field: FieldDefinition,
    _ form: FormDefinition,
    _ number: Int
  ) throws -> (EditValue, FieldValue) {
    let names = ["Làng Mài", "Quang Trung"]
    switch field.kind {
    case .text:
      let isRelation = form.members?.relation == field.id
      let text =
        field.place != nil ? names[number] : isRelation ? "Chủ hộ" : "Chữ =\(field.id) \(number)"
      return (.text(text), .text(text))
    case .code: return (.text("0012\(number)"), .text("0012\(number)"))
    case .mark: return (.text("x"), .mark(true))
    case .choice:
      let choice = field.choices[number % field.choices.count]
      return (.text(choice.label.vi), .choice(choice.id))
    case .count, .percent, .amount, .length:
      let isWhole = field.kind == .count
      let wanted =
        isWhole ? ExactDecimal(Int32(2 + number)) : ExactDecimal(significand: 35, exponent: -1)
      var value = try #require(wanted)
      if field.role == .memberOrdinal { value = ExactDecimal(1) }
      if let lowest = field.minimum, value < lowest { value = lowest }
      return (.number(value), .number(value))
    case .year: return (.number(ExactDecimal(2025)), .number(ExactDecimal(2025)))
    case .date: return (.date(45_723), .date("2025-03-07"))
    }
  }

  /// The cell of every field as the instructions tell it to a person, in the order of the form: what
  /// stands above the table, then the columns or rows.
  private func places(_ grids: [Grid], _ form: FormDefinition) throws -> [String: CellReference] {
    let entries = try #require(grids.first)
    let guide = try #require(grids.last)
    let numbers = entries.rows.indices.first { index in
      entries.cells(ofRowAt: index).first.flatMap { entries.text(of: $0) } == "(1)"
    }
    let first = numbers.map { Int(entries.rows[$0].number) + 1 }
    let stated = guide.rows.map { Int($0.number) }.drop { $0 < 6 }.compactMap { row in
      guide[CellReference(row: row, column: 0)].flatMap { guide.text(of: $0) }
    }
    let isMatrix = form.shape == .matrix
    let above = form.facts.map(\.id).filter { !isMatrix || form.fieldIndex($0) == nil }
    let below = form.fields.filter { $0.role != .identifier }.filter {
      isMatrix || $0.role != .group || !above.contains($0.id)
    }
    let ids = above + below.map(\.id)
    #expect(stated.count == ids.count, "\(form.id)")
    var result: [String: CellReference] = [:]
    for (id, place) in zip(ids, stated) {
      let isColumn = !place.contains(where: \.isNumber)
      let cell = try #require(CellReference(a1: isColumn ? place + "1" : place), "\(place)")
      result[id] = CellReference(
        row: isColumn ? try #require(first) : cell.row,
        column: cell.column
      )
    }
    return result
  }

  @Test(arguments: EntryFormTests.forms)
  func `a blank that is printed has lines to write on, and its headings on every page`(id: String)
    throws
  {
    let form = try #require(Self.store.forms.first { $0.definition.id == id }?.definition)
    let path = NSTemporaryDirectory() + "ntm-entry-" + UUID().uuidString + ".xlsx"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try EntryForm(form: form, catalogue: Self.store.catalogue, language: .vi).write(to: path)
    let workbook = try Workbook.open(path: path)
    let titles = workbook.definedNames.filter { $0.name == "_xlnm.Print_Titles" }.map(\.text)
    let layout = EntryLayout(form)
    #expect(titles.first?.hasSuffix("!$\(layout.header + 1):$\(layout.firstRow)") == true)
    let areas = workbook.definedNames.filter { $0.name == "_xlnm.Print_Area" }.map(\.text)
    #expect(areas == ["'Hướng dẫn'!$A:$C"], "of the instructions what is read")
    let archive = try Archive(path: path)
    let bytes = try archive.open(archive.entry("xl/worksheets/sheet1.xml")).readAll()
    let sheet = String(decoding: bytes, as: UTF8.self)
    guard form.shape != .indicators else { return }
    let rows = sheet.split(separator: "<row ").dropFirst()
    let records = rows.drop { !$0.hasPrefix("r=\"\(layout.firstRow + 1)\"") }
    let lined = records.prefix { $0.contains("customHeight") }.count
    #expect(records.count == EntryLayout.records)
    // More rows of one look are left out by LibreOffice where nothing stands in them.
    #expect((20...84).contains(lined), "\(lined)")
    let next = layout.firstRow + lined + 1
    #expect(sheet.contains("<formula>COUNTA($A\(next):"), "lines come with what is written")
  }

  @Test(arguments: EntryFormTests.forms)
  func `an entry form comes back with what was filled in`(id: String) throws {
    let form = try #require(Self.store.forms.first { $0.definition.id == id }?.definition)
    let folder = NSTemporaryDirectory() + "ntm-entry-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/form.xlsx"
    try EntryForm(form: form, catalogue: Self.store.catalogue, language: .vi).write(to: path)
    let file = InputFile(path: path, name: "form.xlsx")
    guard case .success(let opened) = file.open(), let entries = opened.grids.first else {
      Issue.record("\(id) cannot be opened")
      return
    }
    #expect(opened.form == id)
    let places = try places(opened.grids, form)
    let count = form.shape == .indicators ? 1 : 2
    var edits: [CellEdit] = []
    var wanted: [[Int: FieldValue]] = []
    for number in 0..<count {
      var values: [Int: FieldValue] = [:]
      for (index, field) in form.fields.enumerated() where field.role != .identifier {
        let place = try #require(places[field.id], "\(id) has no place for \(field.id)")
        // What stands above the table is the same for all records.
        let isAbove =
          form.shape != .matrix && field.role == .group && form.facts.contains { $0.id == field.id }
        let (value, read) = try sample(field, form, isAbove ? 0 : number)
        values[index] = read
        if isAbove, number > 0 { continue }
        let cell = CellReference(row: place.row + (isAbove ? 0 : number), column: place.column)
        edits.append(CellEdit(cell, value))
      }
      wanted.append(values)
    }
    try WorkbookPatcher.patch(path, edits: [entries.name: edits], to: path)
    var records: [ImportedRecord] = []
    let result = FileImporter(definitions: Self.store).read(file) { records.append($0) }
    let read = result.sheets.compactMap(\.form?.definition.id)
    #expect(read == [id], "\(result.findings.map { $0.code.name })")
    #expect(records.count == count, "\(id): \(result.findings.map { $0.code.name })")
    for (record, values) in zip(records, wanted) {
      for (index, value) in values.sorted(by: { $0.key < $1.key })
      where form.fields[index].role != .ordinal && form.fields[index].role != .memberOrdinal {
        #expect(record.record.values[index] == value, "\(id): \(form.fields[index].id)")
      }
    }
    let unread = result.findings.filter { finding in
      finding.severity == .error
        && ![.sumMismatch, .partExceedsWhole, .totalMismatch].contains(finding.code)
    }
    #expect(unread.isEmpty, "\(id): \(unread)")
  }
}
