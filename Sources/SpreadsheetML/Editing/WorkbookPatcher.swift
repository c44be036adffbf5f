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
  /// The part is written in a way that cannot be patched byte for byte.
  case unsupportedPart(String)
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
    var replacements: [PartReplacement] = []
    do throws(XMLError) {
      let workbook = try Workbook.open(path: source)
      for (name, cells) in edits.sorted(by: { $0.key < $1.key }) where !cells.isEmpty {
        guard let sheet = workbook.sheets.first(where: { $0.name == name }) else {
          throw XMLError(
            code: .container(ContainerError(.missingPart, part: "sheet:" + name)),
            line: 0
          )
        }
        let (index, bytes) = try workbook.readPart(sheet.part)
        guard var splicer = SheetSplicer(bytes) else {
          throw XMLError(code: .container(ContainerError(.corruptPart, part: sheet.part)), line: 0)
        }
        replacements.append(
          PartReplacement(
            index: index,
            bytes: splicer.applying(cells, heights: heights[name] ?? [:])
          )
        )
      }
    } catch {
      throw self.error(error)
    }
    try replace(replacements, in: target)
  }

  static func error(_ error: XMLError) -> PatchError {
    guard case .container(let container) = error.code else {
      return .unsupportedPart("line \(error.line)")
    }
    if container.code == .missingPart, let part = container.part, part.hasPrefix("sheet:") {
      return .missingSheet(String(part.dropFirst(6)))
    }
    return container.code == .corruptPart
      ? .unsupportedPart(container.part ?? "") : .unreadable(container)
  }

  /// Replaces entries of a container in place; times stay as they were.
  package static func replace(
    _ replacements: [PartReplacement],
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
