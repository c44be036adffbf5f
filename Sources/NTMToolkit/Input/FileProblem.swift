package import Findings
package import SpreadsheetML
package import Tabular

/// Why a file could not be read: what it is, and the finding to show.
package struct FileProblem: Error {
  /// What the file was found to be.
  package var kind: FileKind
  package var finding: Finding
}

extension FileProblem {
  /// A file of a kind that is not read.
  init(_ kind: FileKind, file: String) {
    self.init(
      kind: kind,
      finding: Finding(kind.code, kind.rawValue, at: SourceLocation(file: file))
    )
  }

  /// A file that cannot be read for another reason.
  init(_ variant: String, kind: FileKind = .unreadable, file: String) {
    self.init(
      kind: kind,
      finding: Finding(.unreadableFile, variant, at: SourceLocation(file: file))
    )
  }

  /// What was wrong in a container or its parts.
  init(_ error: XMLError, file: String, limits: Limits) {
    if case .container(let container) = error.code {
      self.init(container: container, file: file, limits: limits)
    } else {
      self = Self.damaged("damaged-xml", ["line": "\(error.line)"], file)
    }
  }

  private static func damaged(
    _ variant: String,
    _ values: [String: String],
    _ file: String
  ) -> FileProblem {
    let finding = Finding(
      .unreadableFile,
      variant,
      at: SourceLocation(file: file),
      arguments: values.mapValues { LocalizedText($0) }
    )
    return FileProblem(kind: .xlsx, finding: finding)
  }

  /// What was wrong in a container.
  package init(container: ContainerError, file: String, limits: Limits) {
    let place = SourceLocation(file: file)
    let part = container.part ?? ""
    switch container.code {
    case .unreadable: self.init("not-found", file: file)
    case .notAZipArchive: self.init("damaged-archive", file: file)
    case .severalArchives: self.init("several-archives", kind: .xlsx, file: file)
    case .encrypted: self.init(.encrypted, file: file)
    case .otherDocument: self.init(FileKind(rawValue: part) ?? .zip, file: file)
    case .missingPart:
      let arguments = ["part": LocalizedText(part)]
      self.init(
        kind: .zip,
        finding: Finding(.unsupportedContainer, "missing-part", at: place, arguments: arguments)
      )
    case .badReference: self = Self.damaged("bad-reference", ["part": part], file)
    case .duplicatePart, .corruptPart: self = Self.damaged("damaged-part", ["part": part], file)
    case .limitExceeded: self.init(container.limit, limits, file: file)
    }
  }

  /// A limit that the file exceeds, with its value and how to raise it.
  init(_ limit: Limits.Name?, _ limits: Limits, file: String) {
    let value = limit.map { limits[$0] } ?? 0
    let (doubled, overflow) = value.multipliedReportingOverflow(by: 2)
    let arguments = [
      "limit": LocalizedText(limit?.rawValue ?? "?"),
      "value": LocalizedText(count: value),
      "raised": LocalizedText("\(overflow ? Int.max : doubled)"),
    ]
    let place = SourceLocation(file: file)
    self.init(
      kind: .unreadable,
      finding: Finding(.limitExceeded, limit?.rawValue, at: place, arguments: arguments)
    )
  }

  /// A finding for what was read though no program should have written it so.
  package static func finding(_ note: GridNote, file: String, sheet: String) -> Finding {
    let place =
      note.cell.map { SourceLocation(file: file, sheet: sheet, cell: $0) }
      ?? SourceLocation(file: file, sheet: sheet)
    return Finding(.oddWorkbook, note.kind.rawValue, at: place)
  }
}
