package import CSV
package import Definitions
package import Findings
import Forms
package import Tabular

extension DelimitedInput.Options {
  /// Everything is found by content, old encodings by the tables of the definitions.
  package init(_ definitions: DefinitionStore) {
    let encodings = definitions.vocabulary.encodings
    self.init(legacy: { encodings })
  }
}

extension InputFile {
  /// How the file is written as text, found by its content or stated.
  package func delimitedInput(
    _ options: DelimitedInput.Options,
    limits: Limits
  ) throws(FileProblem) -> DelimitedInput {
    // Text that calls itself a workbook is a mistake that somebody should know of.
    let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    if ["xlsx", "xlsm", "xltx", "xltm", "xls", "xlsb", "ods"].contains(ending) {
      throw FileProblem("not-a-spreadsheet", file: name)
    }
    do throws(CSVError) {
      return try DelimitedInput(.file(path: path), options: options)
    } catch {
      throw FileProblem(error, file: name, encoding: options.encoding, limits: limits)
    }
  }

  /// Reads text as a table; a letter or a note is none.
  package func table(
    limits: Limits,
    _ options: DelimitedInput.Options
  ) throws(FileProblem) -> OpenedFile {
    let input = try delimitedInput(options, limits: limits)
    let file: DelimitedFile
    do throws(CSVError) {
      file = try DelimitedFile(input, name: stem, limits: limits)
    } catch {
      throw FileProblem(error, file: name, encoding: input.encoding, limits: limits)
    }
    // Text without a single row of two fields is a letter or a note, not a table.
    guard file.grid.cells.contains(where: { $0.column > 0 }) else {
      throw FileProblem("not-a-spreadsheet", file: name)
    }
    var details = [
      "encoding": file.encoding.name + (file.hasByteOrderMark ? " (BOM)" : ""),
      "delimiter": Self.shown(file.dialect),
    ]
    if let quote = file.dialect.quote, quote != UInt8(ascii: "\"") {
      details["quote"] = String(decoding: [quote], as: UTF8.self)
    }
    if let escape = file.dialect.escape {
      details["escape"] = String(decoding: [escape], as: UTF8.self)
    }
    return OpenedFile(kind: .csv, grids: [file.grid], details: details, findings: findings(file))
  }

  // MARK: - What is to be said

  /// So many rows with a wrong number of fields are named one by one, more in one finding.
  private static let raggedRowsNamed = 20

  /// What was decided and what is wrong in how a text is written, in the order of its rows.
  package func findings(_ file: DelimitedFile) -> [Finding] {
    var result = [encodingFinding(file), delimiterFinding(file.input), comments(file)].compactMap {
      $0
    }
    for kind in [CSVIssue.Kind.tooManyFields, .tooFewFields] {
      let rows = file.issues.filter { $0.kind == kind }
      guard rows.count > Self.raggedRowsNamed, let first = rows.first, let last = rows.last else {
        continue
      }
      var finding = finding(first, file)
      finding.variant = "many"
      finding.location.range = CellRange(
        CellReference(row: first.row, column: 0),
        CellReference(row: last.row, column: max(first.count, file.width) - 1)
      )
      finding.arguments["rows"] = LocalizedText("\(rows.count)")
      result.append(finding)
    }
    let named = file.issues.filter { issue in
      ![.tooManyFields, .tooFewFields].contains(issue.kind)
        || file.issues.count { $0.kind == issue.kind } <= Self.raggedRowsNamed
    }
    return result + named.map { finding($0, file) }
  }

  /// One issue as a finding at its cell.
  private func finding(_ issue: CSVIssue, _ file: DelimitedFile) -> Finding {
    let cell = CellReference(row: issue.row, column: min(issue.column, SheetBounds.columns - 1))
    var place = SourceLocation(file: name, sheet: stem, cell: cell, line: issue.line)
    place.byte = issue.offset > 0 ? issue.offset : nil
    let found = file.grid[cell].flatMap { file.grid.text(of: $0) }
    return Finding(
      issue.kind.code,
      at: place,
      found: found.map { String($0.prefix(80)) },
      arguments: [
        "line": LocalizedText("\(issue.line)"), "count": LocalizedText("\(issue.count)"),
        "width": LocalizedText("\(file.width)"),
      ]
    )
  }

  /// An old encoding is named with the first text that it changed.
  private func encodingFinding(_ file: DelimitedFile) -> Finding? {
    guard file.encoding.table != nil else { return nil }
    let cell = file.grid.cells.lazy.enumerated().first {
      file.grid.localOriginals[Int(truncatingIfNeeded: $0.element.payload)] != nil
    }
    guard let (position, cell) = cell.map({ ($0.offset, $0.element) }),
      let row = file.grid.rows.last(where: { Int($0.firstCell) <= position })
    else { return nil }
    let index = Int(truncatingIfNeeded: cell.payload)
    let reference = CellReference(row: Int(row.number), column: Int(cell.column))
    return Finding(
      .decodedLegacyText,
      file.input.isFoundByContent ? "file" : "file-stated",
      at: SourceLocation(file: name, sheet: stem, cell: reference, line: Int(row.line)),
      found: file.grid.localOriginals[index],
      arguments: [
        "value": LocalizedText(file.grid.text(of: cell) ?? ""),
        "encoding": LocalizedText(file.encoding.name),
        "count": LocalizedText("\(file.grid.localOriginals.count)"),
      ]
    )
  }

  private func delimiterFinding(_ input: DelimitedInput) -> Finding? {
    guard let rival = input.rival else { return nil }
    return Finding(
      .ambiguousDelimiter,
      at: SourceLocation(file: name, sheet: stem),
      arguments: [
        "taken": LocalizedText(Self.shown(input.dialect)),
        "other": LocalizedText(Self.shown(rival)),
      ]
    )
  }

  /// The delimiter as people can see it.
  private static func shown(_ dialect: CSVDialect) -> String {
    dialect.delimiter == [0x09] ? "Tab" : String(decoding: dialect.delimiter, as: UTF8.self)
  }

  private func comments(_ file: DelimitedFile) -> Finding? {
    guard let first = file.comments.first else { return nil }
    let cell = CellReference(row: first, column: 0)
    return Finding(
      .rowsSkipped,
      "comments",
      at: SourceLocation(file: name, sheet: stem, cell: cell),
      arguments: ["count": LocalizedText("\(file.comments.count)")]
    )
  }
}

extension CSVIssue.Kind {
  fileprivate var code: FindingCode {
    switch self {
    case .unclosedQuote: .unclosedQuote
    case .misplacedQuote: .misplacedQuote
    case .nul: .nulByte
    case .swallowedRows: .swallowedRows
    case .tooManyFields: .tooManyFields
    case .tooFewFields: .tooFewFields
    case .guardRemoved: .guardRemoved
    }
  }
}

extension FileProblem {
  /// Why a delimited text could not be read.
  init(_ error: CSVError, file: String, encoding: TextEncoding?, limits: Limits) {
    let variant: String
    switch error.code {
    case .unreadable: variant = "not-found"
    case .binary: variant = "not-a-spreadsheet"
    case .damagedText:
      variant = encoding.map { $0 == .utf8 } ?? true ? "damaged-text" : "other-encoding"
    case .undecidedEncoding: variant = "unknown-encoding"
    case .limitExceeded:
      self.init(error.limit, limits, file: file)
      finding.location.line = error.line
      return
    }
    self.init(variant, kind: variant == "not-a-spreadsheet" ? .unreadable : .csv, file: file)
    guard [.damagedText, .undecidedEncoding].contains(error.code) else { return }
    finding.location.line = error.line
    finding.location.byte = error.offset
    let hex = String(error.byte, radix: 16, uppercase: true)
    finding.arguments = [
      "byte": LocalizedText((error.byte < 16 ? "0" : "") + hex),
      "line": LocalizedText("\(error.line)"), "offset": LocalizedText("\(error.offset)"),
      "encoding": LocalizedText(encoding?.name ?? "utf-8"),
    ]
  }
}
