import CLibZip
import Tabular

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why a workbook could not be patched; nothing was written then.
package enum PatchError: Error, Hashable, Sendable {
  case unreadable(ContainerError)
  case missingSheet(String)
  /// What would be damaged.
  case refused(Refusal)
  case cannotWrite(String)
}

/// Copies a workbook and writes cells into it; every other part keeps its compressed bytes.
package enum WorkbookPatcher {
  /// Writes the edits, by sheet name, into a copy of the workbook at `source`.
  package static func patch(
    _ source: String,
    edits: [String: [CellEdit]],
    heights: [String: [Int: Int]] = [:],
    to target: String
  ) throws(PatchError) {
    let change = try WorkbookEditor.change(source, edits: edits, heights: heights)
    try write(change, to: target)
  }

  /// Writes a change into a copy of its workbook.
  package static func write(_ change: PackageChange, to target: String) throws(PatchError) {
    if change.isEmpty { return }
    try replace(change.replacements, removing: change.removals, in: target)
  }

  static func error(_ error: XMLError) -> PatchError {
    guard case .container(let container) = error.code else {
      return .unreadable(ContainerError(.corruptPart))
    }
    return .unreadable(container)
  }

  /// Replaces entries of a container in place; times stay as they were.
  package static func replace(
    _ replacements: [PartReplacement],
    removing: [UInt64] = [],
    in target: String
  ) throws(PatchError) {
    var code: Int32 = 0
    guard let archive = zip_open(target, 0, &code) else { throw .cannotWrite("zip \(code)") }
    for part in replacements {
      let (index, bytes) = (part.index, part.bytes)
      var status = zip_stat_t()
      zip_stat_index(archive, index, 0, &status)
      // libzip frees the copy when it is done with it.
      let copy = malloc(max(bytes.count, 1))
      bytes.withUnsafeBytes { from in
        if let base = from.baseAddress, let copy {
          copy.copyMemory(from: base, byteCount: from.count)
        }
      }
      guard let source = zip_source_buffer(archive, copy, UInt64(bytes.count), 1),
        zip_file_replace(archive, index, source, 0) == 0
      else {
        zip_discard(archive)
        throw .cannotWrite("replace")
      }
      zip_file_set_mtime(archive, index, status.mtime, 0)
    }
    for index in removing where zip_delete(archive, index) != 0 {
      zip_discard(archive)
      throw .cannotWrite("delete")
    }
    guard zip_close(archive) == 0 else {
      zip_discard(archive)
      throw .cannotWrite("close")
    }
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
