package import Output
import Tabular

/// Why a workbook could not be patched; nothing was written then.
package enum PatchError: Error, Hashable, Sendable {
  case unreadable(ContainerError)
  case missingSheet(String)
  /// What would be damaged.
  case refused(Refusal)
  case cannotWrite(OutputError)
}

/// Copies a workbook and writes cells into it; every other part keeps its compressed bytes.
package enum WorkbookPatcher {
  /// Writes the edits, by sheet name, into a copy of the workbook at `source`; `target` may be the same.
  ///
  /// Throws ``PatchError`` and ``OutputError``.
  package static func patch(
    _ source: String,
    edits: [String: [CellEdit]],
    fittingRows: Bool = false,
    to target: String
  ) throws {
    let workbook = try WorkbookEditor.open(source)
    let change = try WorkbookEditor.change(of: workbook, edits: edits, fittingRows: fittingRows)
    try AtomicFile.make(target) { try write(change, of: source, to: $0) }
  }

  /// Writes a change into a copy of its workbook at a path that does not exist yet; no change at all
  /// gives the same file.
  package static func write(
    _ change: PackageChange,
    of source: String,
    to target: String
  ) throws(PatchError) {
    try PackageCopy.write(source, change, to: target)
  }

  static func error(_ error: XMLError) -> PatchError {
    guard case .container(let container) = error.code else {
      return .unreadable(ContainerError(.corruptPart))
    }
    return .unreadable(container)
  }
}

extension Workbook {
  /// The bytes of a part with the index of its entry.
  borrowing func readPart(_ name: String) throws(XMLError) -> (UInt64, [UInt8]) {
    do throws(ContainerError) {
      let entry = try archive.entry(name)
      return (entry.index, try archive.open(entry).readAll())
    } catch {
      throw XMLError(code: .container(error), line: 0)
    }
  }
}
