import ArgumentParser
import CSV
import Definitions
import Expressions
import Findings
import Forms
import Foundation
import NTMToolkit
import Reporting
import Tabular

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Reads survey workbooks and evaluation forms as typed records.",
    discussion: """
      Examples:
        ntm import thon-lang-mai.xlsx
        ntm import *.xlsx --format csv > households.csv
        ntm import thon-lang-mai.xlsx --findings findings.jsonl
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case jsonl, json, csv
  }

  enum Hidden: String, ExpressibleByArgument, CaseIterable {
    case skip, include
  }

  @Argument(help: "The workbooks or CSV files.") var files: [String]
  @Option(help: "Read as this form only.") var form: String?
  @Option(help: "How records are written.") var format: Format = .jsonl
  @Option(help: "Write the findings as JSON Lines to this file.") var findings: String?
  @Option(help: "Rows, columns and sheets hidden by hand.") var hidden: Hidden = .skip
  @OptionGroup var profile: ProfileOption
  @OptionGroup var csv: TextOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let store = try common.loadDefinitions()
    if let form { try common.form(form, store) }
    if let findings { try Destination(findings, common, store).check(force: common.force) }
    let list = FileFinder.list(files)
    let importer = FileImporter(
      definitions: store,
      onlyForm: form,
      readsHidden: hidden == .include,
      profile: try profile.load(store, common),
      limits: common.limits,
      text: try csv.reading(store)
    )
    var output = BufferedOutput()
    var duplicates = DuplicatesInMemory()
    var found: [[Finding]] = []
    var isUnreadable = !list.findings.isEmpty
    var count = 0
    var shownForm: String?
    if format == .json { output.line("[") }
    for input in list.files.map(\.input) {
      let result = importer.read(input) { record in
        switch format {
        case .jsonl: output.line(RecordJSON.object(record).line)
        case .json: output.line((count > 0 ? "," : "") + RecordJSON.object(record).line)
        case .csv:
          if shownForm != record.form.id {
            // Each form has its own columns.
            if shownForm != nil { output.line("") }
            output.line(RecordCSV.header(record.form))
            shownForm = record.form.id
          }
          output.line(RecordCSV.line(record))
        }
        count += 1
      }
      if !result.isReadable { isUnreadable = true }
      if format != .csv, let declared = declared(result, store) {
        for record in declared.records {
          output.line((format == .json && count > 0 ? "," : "") + record.line)
          count += 1
        }
        found.append(declared.findings)
      } else {
        found.append(result.findings)
      }
      try duplicates.add(result)
    }
    if format == .json { output.line("]") }
    output.flush()
    let twice = try duplicates.findings()
    let all = zip(found, twice).flatMap { $0 + $1 } + list.findings
    try report(all, store)
    let status = Status.code(unreadable: isUnreadable, findings: all, failOn: .error)
    if status != .success { throw status }
  }

  /// A file that is no survey may be an evaluation form.
  private func declared(_ result: FileImport, _ store: DefinitionStore) -> DeclaredRecords? {
    let isOther = result.findings.contains {
      $0.code == .unknownForm || $0.variant == "filled-form"
    }
    guard form == nil, isOther, let options = try? csv.reading(store),
      case .success(let opened) = result.file.open(limits: common.limits, text: options)
    else { return nil }
    return DeclaredRecords.read(opened, file: result.file.name, store: store)
  }

  private func report(_ all: [Finding], _ store: DefinitionStore) throws {
    if !common.quiet {
      let text = common.text(store)
      for finding in all { Terminal.error(text.lines(finding).joined(separator: "\n")) }
    }
    guard let findings else { return }
    let lines = all.map {
      FindingJSON.object($0, catalogue: store.catalogue, language: common.lang).line + "\n"
    }
    try Destination(findings, common, store).write(lines.joined().utf8)
  }
}

/// A record as the outer contract's JSON object.
enum RecordJSON {
  static func object(_ imported: ImportedRecord) -> JSONText {
    let members = imported.record.members.map { member in
      JSONText.object([("row", .whole(member.row + 1))] + values(of: member, imported.form))
    }
    return .object(
      [
        ("form", .text(imported.form.id)),
        ("file", .text(imported.file)),
        ("sheet", .text(imported.sheet)),
        ("row", .whole(imported.record.row + 1)),
      ] + values(of: imported.record, imported.form)
        + [("members", imported.form.members == nil ? nil : .list(members))]
    )
  }

  /// The fields that were given, and the cell of each.
  private static func values(
    of record: Record,
    _ form: FormDefinition
  ) -> [(String, JSONText?)] {
    var fields: [(String, JSONText?)] = []
    var cells: [(String, JSONText?)] = []
    for (index, field) in form.fields.enumerated() {
      guard field.role != .identifier, let value = record.values[index] else { continue }
      fields.append((field.id, json(value)))
      switch record.places[index] {
      case .cell(let cell): cells.append((field.id, .text(cell.description)))
      case .sheetName: cells.append((field.id, .text("sheet-name")))
      case .fileName: cells.append((field.id, .text("file-name")))
      case .profile: cells.append((field.id, .text("profile")))
      case nil: break
      }
    }
    return [("fields", .object(fields)), ("cells", .object(cells))]
  }

  private static func json(_ value: FieldValue) -> JSONText {
    switch value {
    case .text(let text), .choice(let text), .date(let text): .text(text)
    case .number(let number): .number(number)
    case .mark(let isYes): .flag(isYes)
    }
  }
}

/// A record as a line of CSV (RFC 4180), with the form's field ids as header.
enum RecordCSV {
  static func header(_ form: FormDefinition) -> String {
    (["file", "sheet", "row"] + form.fields.filter { $0.role != .identifier }.map(\.id)).joined(
      separator: ","
    )
  }

  static func line(_ imported: ImportedRecord) -> String {
    let given = zip(imported.form.fields, imported.record.values).filter {
      $0.0.role != .identifier
    }
    let values = given.map { _, value -> String in
      switch value {
      case nil: ""
      case .text(let text), .choice(let text), .date(let text): CSVField.quoted(text)
      case .number(let number): "\(number)"
      case .mark(let isYes): isYes ? "true" : "false"
      }
    }
    let place = [
      CSVField.quoted(imported.file), CSVField.quoted(imported.sheet), "\(imported.record.row + 1)",
    ]
    return (place + values).joined(separator: ",")
  }
}
