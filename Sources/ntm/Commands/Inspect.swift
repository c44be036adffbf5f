import ArgumentParser
import Definitions
import Findings
import Forms
import NTMToolkit
import Reporting
import Tabular

struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what each file is: sheets, tables, form, columns and the reason for each.",
    discussion: """
      Examples:
        ntm inspect thon-lang-mai.xlsx
        ntm inspect surveys/*.xlsx --format json
      """
  )

  @Argument(help: "The workbooks or CSV files.") var files: [String]
  @Option(help: "How the answer is written.") var format: Explain.Format = .text
  @OptionGroup var common: CommonOptions

  func run() throws {
    let store = try common.loadDefinitions()
    let importer = FileImporter(definitions: store, limits: common.limits)
    let (inputs, missing) = FileFinder.find(files)
    var isUnreadable = !missing.isEmpty
    for path in missing {
      Terminal.error(
        "ntm: " + store.catalogue.phrase("path-missing", in: common.lang, ["path": path])
      )
    }
    for input in inputs {
      let result = importer.read(input) { _ in }
      if !result.isReadable { isUnreadable = true }
      switch format {
      case .text: Terminal.output(InspectionText(store: store, language: common.lang).text(result))
      case .json:
        Terminal.output(
          InspectionJSON(store: store, language: common.lang).object(result).line + "\n"
        )
      }
    }
    if isUnreadable { throw ExitCode(3) }
  }
}

/// What a file is, for people.
struct InspectionText {
  let store: DefinitionStore
  let language: Language

  private func phrase(_ key: String, _ values: [String: String] = [:]) -> String {
    store.catalogue.phrase(key, in: language, values)
  }

  func text(_ file: FileImport) -> String {
    let details = file.details.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    var lines = [
      "\(file.file.name): " + ([file.container.rawValue] + details).joined(separator: ", ")
    ]
    for sheet in file.sheets { lines += self.lines(sheet) }
    let report = FindingText(catalogue: store.catalogue, language: language, usesColour: false)
    for finding in file.findings { lines += report.lines(finding).map { "  " + $0 } }
    return lines.joined(separator: "\n") + "\n"
  }

  private func lines(_ sheet: SheetImport) -> [String] {
    guard let form = sheet.form?.definition, let fit = sheet.fits.first else {
      return ["  " + phrase("inspect-no-form", ["sheet": sheet.name])]
    }
    var lines = [
      "  "
        + phrase(
          "inspect-form",
          [
            "sheet": sheet.name, "form": form.id, "version": form.version,
            "score": "\(Int((fit.score * 100).rounded()))",
          ]
        )
    ]
    for table in sheet.tables {
      lines.append(
        "    "
          + phrase(
            "inspect-table",
            [
              "header": table.header.description, "records": "\(table.recordCount)",
              "totals": "\(table.totals.count)", "groups": "\(table.groups.count)",
              "skipped": "\(table.skipped)",
            ]
          )
      )
      if let village = table.village {
        lines.append(
          "    "
            + phrase("inspect-village", ["name": village.name, "place": place(village.source)])
        )
      }
      for fact in table.facts {
        lines.append(
          "    "
            + phrase(
              "inspect-fact",
              ["fact": fact.fact, "value": fact.text, "cell": fact.cell.description]
            )
        )
      }
      for column in table.columns { lines.append("      " + self.line(column, form)) }
    }
    return lines
  }

  private func place(_ place: Provenance) -> String {
    switch place {
    case .cell(let cell): cell.description
    case .sheetName: "sheet-name"
    case .fileName: "file-name"
    }
  }

  private func line(_ column: MappedColumn, _ form: FormDefinition) -> String {
    let field = form.fields[column.target.field]
    let target = column.target.choice.map { "\(field.id) = \(field.choices[$0].id)" } ?? field.id
    let unit = column.unit.map { " [\($0.name)]" } ?? ""
    let name = CellReference.columnName(column.column)
    let reason = phrase("match-" + column.match.reason.rawValue)
    return
      "\(name)  “\(column.path)” → \(target)\(unit) (\(reason), \(Int((column.match.score * 100).rounded()))%)"
  }
}

/// What a file is, for programs.
struct InspectionJSON {
  let store: DefinitionStore
  let language: Language

  func object(_ file: FileImport) -> JSONText {
    .object([
      ("file", .text(file.file.name)),
      ("container", .text(file.container.rawValue)),
      (
        "details",
        .object(file.details.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })
      ),
      ("records", .whole(file.recordCount)),
      ("sheets", .list(file.sheets.map { sheet($0) })),
      (
        "findings",
        .list(
          file.findings.map {
            FindingJSON.object($0, catalogue: store.catalogue, language: language)
          }
        )
      ),
    ])
  }

  private func sheet(_ sheet: SheetImport) -> JSONText {
    .object([
      ("sheet", .text(sheet.name)),
      ("form", .optional(sheet.form?.definition.id)),
      ("version", .optional(sheet.form?.definition.version)),
      (
        "fits",
        .list(
          sheet.fits.map { fit in
            .object([
              ("form", .text(fit.form)), ("confidence", .double((fit.score * 100).rounded() / 100)),
              ("matched", .list(fit.matched.map { .text($0) })),
              ("missing", .list(fit.missing.map { .text($0) })),
            ])
          }
        )
      ),
      ("tables", .list(sheet.tables.map { table($0, sheet.form?.definition) })),
    ])
  }

  private func table(_ table: TableSummary, _ form: FormDefinition?) -> JSONText {
    .object([
      ("header", .text(table.header.description)),
      ("records", .whole(table.recordCount)),
      ("first_row", table.records.map { .whole($0.lowerBound + 1) }),
      ("last_row", table.records.map { .whole($0.upperBound + 1) }),
      ("total_rows", .list(table.totals.map { .whole($0.row + 1) })),
      ("group_rows", .list(table.groups.map { .whole($0.row + 1) })),
      ("skipped_rows", .whole(table.skipped)),
      ("village", table.village.map { .text($0.name) }),
      (
        "facts",
        .object(
          table.facts.map {
            ($0.fact, .object([("value", .text($0.text)), ("cell", .text($0.cell.description))]))
          }
        )
      ),
      (
        "columns",
        .list(
          table.columns.map { column in
            .object([
              ("column", .text(CellReference.columnName(column.column))),
              ("header", .text(column.path)),
              ("field", .optional(form?.fields[column.target.field].id)),
              (
                "choice",
                column.target.choice.flatMap { form?.fields[column.target.field].choices[$0].id }
                  .map { .text($0) }
              ),
              ("unit", column.unit.map { .text($0.name) }),
              ("reason", .text(column.match.reason.rawValue)),
              ("confidence", .double((column.match.score * 100).rounded() / 100)),
            ])
          }
        )
      ),
    ])
  }
}
