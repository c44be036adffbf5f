import Definitions
import Expressions
import Findings
import Forms
public import Foundation
import Tabular

/// Reads and checks survey workbooks; the entry of the library.
///
///     let toolkit = try Toolkit(templates: "templates")
///     let result = toolkit.records(in: "thon-lang-mai.xlsx")
///     for record in result.records {
///       if case .number(let income)? = record.fields["annual_income"] {
///         print(record.cells["annual_income"] ?? "", income)
///       }
///     }
///     for problem in result.problems where problem.severity == .error { print(problem.message) }
public struct Toolkit: Sendable {
  private let definitions: DefinitionStore

  /// Why the definitions cannot be used: every mistake with file, line and column.
  public struct DefinitionsError: Error, Sendable {
    /// The mistakes, one a line.
    public let mistakes: [String]
  }

  /// Loads the definitions of a folder, and one's own over them.
  ///
  /// Throws ``DefinitionsError`` for a missing folder or a file with a mistake.
  public init(templates: String, own: String? = nil) throws {
    let store = DefinitionStore(roots: [templates] + (own.map { [$0] } ?? []))
    let errors = store.problems.filter { $0.severity == .error }
    guard errors.isEmpty, !store.forms.isEmpty else {
      let mistakes = errors.map { problem in
        let place = problem.location
        let text = store.catalogue.render(problem, in: .en).message
        return "\(place.file):\(place.line ?? 1):\(place.column ?? 1): \(text)"
      }
      throw DefinitionsError(mistakes: mistakes.isEmpty ? ["\(templates): no forms"] : mistakes)
    }
    definitions = store
  }

  /// The records of a workbook or CSV file, and what is to be said about it.
  public func records(in path: String) -> SurveyResult {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var records: [SurveyRecord] = []
    let importer = FileImporter(definitions: definitions)
    let file = importer.read(InputFile(path: path, name: name)) { records.append(SurveyRecord($0)) }
    return SurveyResult(
      records: records,
      problems: file.findings.map { SurveyProblem($0, definitions) }
    )
  }

  /// The sentences for why a file could not be read row by row; `nil` for wrong use of the reader.
  public func problem(of error: ReadingError) -> SurveyProblem? {
    error.finding.map { SurveyProblem($0, definitions) }
  }

  /// What is wrong in files, folders and globs, in a stable order; duplicates are found across files.
  ///
  /// Throws where the system refuses room for what is found.
  public func problems(in paths: [String], jobs: Int = 1) throws -> [SurveyProblem] {
    let importer = FileImporter(definitions: definitions)
    return try Batch.read(paths, with: importer, jobs: jobs).findings.map {
      SurveyProblem($0, definitions)
    }
  }
}

/// The records of one file with everything there is to say about it.
public struct SurveyResult: Sendable {
  /// The records in the order of the file.
  public let records: [SurveyRecord]
  /// Problems and decisions in the order of the file.
  public let problems: [SurveyProblem]
}

/// A value of a record.
public enum SurveyValue: Hashable, Sendable {
  /// Text in NFC with blanks folded.
  case text(String)
  /// A count or an amount in the form's unit.
  case number(Decimal)
  /// Yes or no.
  case mark(Bool)
  /// The id of a choice, such as `near_poor`.
  case choice(String)
  /// A date as ISO 8601 text.
  case date(String)
}

/// One row of a survey by field id; what was not given or not understood is left out.
public struct SurveyRecord: Sendable {
  /// The id of the form.
  public let form: String
  /// What all versions of the form have in common; the id where there is one only.
  public let family: String
  /// The file's name.
  public let file: String
  /// The sheet's name.
  public let sheet: String
  /// The row as spreadsheet programs number it, from 1.
  public let row: Int
  /// Values by field id.
  public let fields: [String: SurveyValue]
  /// Where each value stands: a cell such as `B12`, `sheet-name` or `file-name`.
  public let cells: [String: String]
  /// What each of these cells shows, as read and before anything was converted.
  public let texts: [String: String]
  /// The persons whose rows stand under this one, in a form that lists them.
  public let members: [SurveyRecord]

  init(_ imported: ImportedRecord) { self.init(imported.record, of: imported) }

  private init(_ record: Record, of imported: ImportedRecord) {
    form = imported.form.id
    family = imported.form.family
    file = imported.file
    sheet = imported.sheet
    row = record.row + 1
    var fields: [String: SurveyValue] = [:]
    var cells: [String: String] = [:]
    var texts: [String: String] = [:]
    for (index, field) in imported.form.fields.enumerated() {
      guard field.role != .identifier, let value = record.values[index] else { continue }
      fields[field.id] = Self.value(value)
      switch record.places[index] {
      case .cell(let cell):
        cells[field.id] = cell.description
        texts[field.id] = imported.text(cell)
      case .sheetName: cells[field.id] = "sheet-name"
      case .fileName: cells[field.id] = "file-name"
      case .profile: cells[field.id] = "profile"
      case nil: break
      }
    }
    self.fields = fields
    self.cells = cells
    self.texts = texts
    members = record.members.map { SurveyRecord($0, of: imported) }
  }

  private static func value(_ value: FieldValue) -> SurveyValue {
    switch value {
    case .text(let text): .text(text)
    case .choice(let id): .choice(id)
    case .date(let text): .date(text)
    case .mark(let isYes): .mark(isYes)
    // Plain digits with a point: exact in `Decimal`.
    case .number(let number): .number(Decimal(string: "\(number)") ?? .nan)
    }
  }
}

/// Something to correct, to look at or to know, at one place.
public struct SurveyProblem: Sendable {
  /// How bad it is.
  public enum Severity: String, Sendable {
    /// A decision that was taken while reading.
    case note
    /// The figures stand, but somebody should look.
    case warning
    /// The figures do not stand until it is corrected.
    case error
  }

  /// The stable code, such as `not-a-number`.
  public let code: String
  /// How bad it is.
  public let severity: Severity
  /// The file's name.
  public let file: String
  /// The sheet's name; `nil` for the whole file.
  public let sheet: String?
  /// The cell or range in A1 notation; `nil` for the whole sheet.
  public let range: String?
  /// What is wrong, in Vietnamese.
  public let message: String
  /// What to do, in Vietnamese.
  public let hint: String?

  init(_ finding: Finding, _ definitions: DefinitionStore) {
    let text = definitions.catalogue.render(finding, in: .vi)
    code = finding.code.name
    severity = Severity(rawValue: finding.severity.rawValue) ?? .error
    file = finding.location.file
    sheet = finding.location.sheet
    range = finding.location.range?.description
    message = text.message
    hint = text.hint
  }
}
