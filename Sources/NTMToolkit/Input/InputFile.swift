package import CSV
package import Findings
import Foundation
package import SpreadsheetML
package import Tabular

/// A file as named.
package struct InputFile: Sendable {
  /// The name that findings and records carry: the path below the folder that was given.
  package let name: String
  /// The path, or the folder in which the name leads to it, with a slash at its end: a batch has one for all.
  private let place: String

  package init(path: String, name: String) { (place, self.name) = (path, name) }

  /// A file below a folder, which ends with a slash.
  package init(folder: String, name: String) { (place, self.name) = (folder, name) }

  package var path: String { place.utf8.last == 0x2F ? place + name : place }
}

/// The sheets of an opened file.
package struct OpenedFile: Sendable {
  package var kind: FileKind
  package var grids: [Grid]
  /// For people: dialect, encoding, byte order mark.
  package var details: [String: String]
  /// What was decided and what is wrong in how a text is written.
  package var findings: [Finding] = []
  /// The id of the form that a workbook of ours says it is.
  package var form: String?
}

extension InputFile {
  /// Opens the file and reads all its sheets; what cannot be read is one finding.
  package func open(
    limits: Limits = Limits(),
    text: DelimitedInput.Options = DelimitedInput.Options()
  ) -> Result<OpenedFile, FileProblem> {
    do throws(FileProblem) {
      guard try isText(limits: limits) else {
        return .success(try openSheets(limits: limits))
      }
      return .success(try table(limits: limits, text))
    } catch {
      return .failure(error)
    }
  }

  /// Whether the file is text; otherwise it is a workbook.
  ///
  /// Every other kind of file is the error that says what it is and what to do.
  package func isText(limits: Limits) throws(FileProblem) -> Bool {
    guard let handle = FileHandle(forReadingAtPath: path),
      let head = try? handle.read(upToCount: FileKind.headSize)
    else {
      // A handle that reads nothing gives no bytes; one that cannot read gives an error.
      if FileManager.default.contents(atPath: path)?.isEmpty == true {
        throw FileProblem(.empty, file: name)
      }
      throw FileProblem("not-found", file: name)
    }
    let kind = FileKind.find(head: [UInt8](head))
    switch kind {
    case .xlsx: return false
    case .xls:
      let bytes = try rest(of: handle, after: head, limits)
      throw FileProblem(FileKind.find(compound: bytes), file: name)
    case .csv: return !hasArchiveAtEnd(handle)
    default: throw FileProblem(kind, file: name)
    }
  }

  /// Whether an archive stands behind other bytes, as its end tells.
  private func hasArchiveAtEnd(_ handle: FileHandle) -> Bool {
    guard let end = try? handle.seekToEnd() else { return false }
    let start = end - min(end, UInt64(FileKind.archiveTailBytes))
    guard (try? handle.seek(toOffset: start)) != nil, let tail = try? handle.readToEnd() else {
      return false
    }
    return FileKind.hasArchiveAtEnd([UInt8](tail))
  }

  private func rest(
    of handle: FileHandle,
    after head: Data,
    _ limits: Limits
  ) throws(FileProblem) -> [UInt8] {
    // One byte more than allowed shows that there is too much, whatever the file's size claims.
    let wanted = limits.fileBytes - head.count
    guard wanted >= 0 else { throw FileProblem(.fileBytes, limits, file: name) }
    let rest: Data
    do { rest = try handle.read(upToCount: wanted + 1) ?? Data() } catch {
      throw FileProblem("not-found", file: name)
    }
    guard rest.count <= wanted else { throw FileProblem(.fileBytes, limits, file: name) }
    return [UInt8](head + rest)
  }

  /// Opens the file as a workbook.
  package func workbook(limits: Limits) throws(FileProblem) -> Workbook {
    do throws(XMLError) {
      return try Workbook.open(path: path, limits: limits)
    } catch {
      throw FileProblem(error, file: name, limits: limits)
    }
  }

  private func openSheets(limits: Limits) throws(FileProblem) -> OpenedFile {
    let workbook = try workbook(limits: limits)
    return OpenedFile(
      kind: FileKind(rawValue: workbook.kind.rawValue) ?? .xlsx,
      grids: try grids(of: workbook, limits: limits),
      details: [:],
      findings: skipped(workbook.otherSheets),
      form: FormMark.form(in: workbook.definedNames)
    )
  }

  /// All sheets of the file, which is open, but the list of an annotated copy: that is ours, not the office's.
  package func grids(
    of workbook: borrowing Workbook,
    limits: Limits
  ) throws(FileProblem) -> [Grid] {
    do throws(XMLError) {
      var grids: [Grid] = []
      let findings = workbook.findingsSheet
      for index in workbook.sheets.indices where index != findings {
        grids.append(try workbook.readGrid(sheetAt: index))
      }
      return grids
    } catch {
      throw FileProblem(error, file: name, limits: limits)
    }
  }

  /// A note for each sheet without cells, so that nobody wonders where it is.
  func skipped(_ sheets: [String]) -> [Finding] {
    sheets.map { sheet in
      let place = SourceLocation(file: name, sheet: sheet)
      return Finding(.sheetSkipped, "no-cells", at: place, found: sheet)
    }
  }

  /// The file's name without its folder and its ending.
  package var stem: String {
    let last = name.split(separator: "/").last.map(String.init) ?? name
    return last.lastIndex(of: ".").map { String(last[..<$0]) } ?? last
  }
}
