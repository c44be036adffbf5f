import CSV
package import Findings
import Foundation
package import SpreadsheetML
package import Tabular

/// A file as named, and as it was found to be.
package struct InputFile: Sendable {
  /// What a file is, by its content and never by its name.
  package enum Container: String, Sendable {
    case spreadsheetML = "xlsx"
    case delimited = "csv"
    case unreadable
  }

  package var path: String
  /// The name that findings and records carry: the path below the folder that was given.
  package var name: String

  package init(path: String, name: String) {
    self.path = path
    self.name = name
  }
}

/// The sheets of an opened file.
package struct OpenedFile: Sendable {
  package var container: InputFile.Container
  package var grids: [Grid]
  /// For people: dialect, encoding, byte order mark.
  package var details: [String: String]
}

extension InputFile {
  /// Opens the file and reads all its sheets; what cannot be read is one finding.
  package func open(limits: Limits = Limits()) -> Result<OpenedFile, FileProblem> {
    guard let data = FileManager.default.contents(atPath: path) else {
      return .failure(problem(.unreadableFile, "not-found"))
    }
    let bytes = [UInt8](data)
    if bytes.isEmpty { return .failure(problem(.unreadableFile, "empty")) }
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return .failure(compound(bytes)) }
    if bytes.starts(with: [0x50, 0x4B]) { return openWorkbook(limits: limits) }
    return openText(bytes)
  }

  private func problem(
    _ code: FindingCode,
    _ variant: String?,
    _ arguments: [String: String] = [:]
  ) -> FileProblem {
    FileProblem(
      finding: Finding(
        code,
        variant,
        at: SourceLocation(file: name),
        arguments: arguments.mapValues { LocalizedText($0) }
      )
    )
  }

  /// An OLE2 file is an old .xls, or an encrypted .xlsx that names its one stream.
  private func compound(_ bytes: [UInt8]) -> FileProblem {
    let marker = Array("EncryptedPackage".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    return contains(bytes, marker)
      ? problem(.encryptedFile, nil) : problem(.legacyBinaryFormat, nil)
  }

  private func contains(_ bytes: [UInt8], _ marker: [UInt8]) -> Bool {
    guard bytes.count >= marker.count else { return false }
    var start = 0
    while start <= bytes.count - marker.count {
      if bytes[start] == marker[0], bytes[start..<(start + marker.count)].elementsEqual(marker) {
        return true
      }
      start += 1
    }
    return false
  }

  private func openWorkbook(limits: Limits) -> Result<OpenedFile, FileProblem> {
    do throws(XMLError) {
      let workbook = try Workbook.open(path: path, limits: limits)
      var grids: [Grid] = []
      for index in workbook.sheets.indices { grids.append(try workbook.readGrid(sheetAt: index)) }
      return .success(OpenedFile(container: .spreadsheetML, grids: grids, details: [:]))
    } catch {
      return .failure(self.problem(of: error))
    }
  }

  private func problem(of error: XMLError) -> FileProblem {
    switch error.code {
    case .container(let container):
      let part = container.part ?? ""
      switch container.code {
      case .unreadable: return problem(.unreadableFile, "not-found")
      case .notAZipArchive: return problem(.unreadableFile, "damaged-archive")
      case .encrypted: return problem(.encryptedFile, nil)
      case .missingPart: return problem(.unsupportedContainer, nil, ["part": part])
      case .duplicatePart, .corruptPart:
        return problem(.unreadableFile, "damaged-part", ["part": part])
      case .limitExceeded:
        return problem(
          .limitExceeded,
          nil,
          ["limit": container.limit?.rawValue ?? "?", "part": part]
        )
      }
    case .documentType, .encoding, .notWellFormed:
      return problem(.unreadableFile, "damaged-xml", ["line": "\(error.line)"])
    }
  }

  private func openText(_ bytes: [UInt8]) -> Result<OpenedFile, FileProblem> {
    let start = String(decoding: bytes.prefix(512), as: UTF8.self).lowercased()
    if start.contains("<html") || start.contains("<!doctype html") || start.contains("<table") {
      return .failure(problem(.unsupportedContainer, "html"))
    }
    if start.contains("<?xml"), start.contains("spreadsheet") {
      return .failure(problem(.unsupportedContainer, "xml-2003"))
    }
    let stem = name.split(separator: "/").last.map(String.init) ?? name
    let base = stem.lastIndex(of: ".").map { String(stem[..<$0]) } ?? stem
    // Text that calls itself a workbook is a mistake that somebody should know of.
    let ending = stem.split(separator: ".").last.map { $0.lowercased() } ?? ""
    if ["xlsx", "xlsm", "xltx", "xltm", "xls", "xlsb", "ods"].contains(ending) {
      return .failure(problem(.unreadableFile, "not-a-spreadsheet"))
    }
    guard let file = DelimitedFile.read(bytes, name: base) else {
      return .failure(problem(.unreadableFile, "not-a-spreadsheet"))
    }
    // Text without a single row of two fields is a letter or a note, not a table.
    guard file.grid.cells.contains(where: { $0.column > 0 }) else {
      return .failure(problem(.unreadableFile, "not-a-spreadsheet"))
    }
    let details = [
      "encoding": file.encoding.rawValue + (file.hasByteOrderMark ? " (BOM)" : ""),
      "delimiter": String(decoding: [file.dialect.delimiter], as: UTF8.self),
    ]
    return .success(OpenedFile(container: .delimited, grids: [file.grid], details: details))
  }
}

/// Why a file could not be read, as the finding to show.
package struct FileProblem: Error {
  package var finding: Finding
}
