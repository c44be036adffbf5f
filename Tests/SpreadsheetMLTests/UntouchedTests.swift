import Foundation
import Tabular
import Testing

@testable import SpreadsheetML

/// Saving without a change, and with one cell changed, over every workbook of the fixtures and of a
/// folder of others that `NTM_CORPUS` names.
///
/// `NTM_EDITED` names a folder for the edited copies, which `fixtures/preservation/check_edits.py` holds
/// to their originals with other programs.
struct UntouchedTests {
  /// Every workbook whose sheets can be opened.
  static let workbooks: [String] = {
    let own = PreservationTests.folder + "/.."
    let stated = ProcessInfo.processInfo.environment["NTM_CORPUS"]
    return ([own] + (stated.map { [$0] } ?? [])).flatMap { folder -> [String] in
      let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      return names.sorted().filter { [".xlsx", ".xlsm", ".xltx"].contains(where: $0.hasSuffix) }
        .map { folder + "/" + $0 }
        .filter { stated != nil || size($0) < 24_000 }
        .filter { (try? Workbook.open(path: $0)) != nil }
    }
  }()

  /// Of the fixtures alone the small ones are enough: many of the others differ in their rows only.
  private static func size(_ path: String) -> Int {
    ((try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int) ?? 0
  }

  private static func temporary() throws -> String {
    let folder = NSTemporaryDirectory() + "ntm-untouched-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  @Test func `there is something to try`() { #expect(Self.workbooks.count >= 150) }

  @Test func `a workbook without a change is the same file`() throws {
    let folder = try Self.temporary()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let copy = folder + "/copy.xlsx"
    for path in Self.workbooks {
      let change: PackageChange
      do { change = try WorkbookEditor.change(of: try WorkbookEditor.open(path), edits: [:]) } catch
      {
        Issue.record("\(path): \(error)")
        continue
      }
      #expect(change.isEmpty, "\(path)")
      try WorkbookPatcher.write(change, of: path, to: copy)
      #expect(FileManager.default.contentsEqual(atPath: path, andPath: copy), "\(path)")
      try FileManager.default.removeItem(atPath: copy)
    }
  }

  // MARK: - One cell

  @Test func `one changed cell changes what it must and nothing else`() throws {
    let kept = ProcessInfo.processInfo.environment["NTM_EDITED"]
    let folder = try kept ?? Self.temporary()
    if kept != nil {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    defer { if kept == nil { try? FileManager.default.removeItem(atPath: folder) } }
    var (refused, list): ([String], [String]) = ([], [])
    for (number, path) in Self.workbooks.enumerated() {
      let copy = "\(folder)/\(number).\((path as NSString).pathExtension)"
      let before = try Workbook.open(path: path)
      guard let sheet = before.sheets.first, let old = try? before.readGrid(sheetAt: 0) else {
        continue
      }
      let edit = CellEdit(Self.place(in: old), .number(ExactDecimal(98_765)))
      let change: PackageChange
      do {
        change = try WorkbookEditor.change(
          of: try WorkbookEditor.open(path),
          edits: [sheet.name: [edit]]
        )
      } catch {
        guard case PatchError.refused(let refusal) = error else {
          Issue.record("\(path): \(error)")
          continue
        }
        #expect([.unreadable, .array].contains(refusal.kind), "\(path): \(refusal)")
        refused.append((path as NSString).lastPathComponent)
        continue
      }
      try? FileManager.default.removeItem(atPath: copy)
      try WorkbookPatcher.write(change, of: path, to: copy)
      try Self.compare(path, copy, sheet.part, edit.cell)
      try Self.compareValues(path, old, copy, edit.cell)
      // A name may have a line break in it.
      let name = sheet.name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
      list.append("\(copy)\t\(path)\t\(name)\t\(edit.cell)")
      if kept == nil { try FileManager.default.removeItem(atPath: copy) }
    }
    if kept != nil {
      let text = list.joined(separator: "\n") + "\n"
      try text.write(toFile: folder + "/list.tsv", atomically: true, encoding: .utf8)
    }
    let isAlone = ProcessInfo.processInfo.environment["NTM_CORPUS"] == nil
    if isAlone { #expect(Set(refused) == Self.refused) } else { print("refused: \(refused)") }
  }

  /// Fixtures whose sheets are written in a way that is refused by name.
  private static let refused: Set<String> = [
    "C07-alternate-content-around-a-cell.xlsx", "C07-cdata.xlsx", "C07-comments.xlsx",
    "C07-entities-in-attributes.xlsx", "C07-processing-instructions.xlsx",
    "C07-utf16-big-endian-without-mark.xlsx", "C07-utf16-big-endian.xlsx",
    "C07-utf16-little-endian-without-mark.xlsx", "C07-utf16-little-endian.xlsx",
    "C07-white-space-in-tags.xlsx", "D10-cell-that-names-another-row.xlsx",
    "D10-one-cell-with-the-same-value-twice.xlsx", "D10-one-cell-with-two-values.xlsx",
    "D10-one-row-in-two-parts.xlsx", "D10-one-row-with-other-values.xlsx",
    "D10-rows-and-cells-out-of-order.xlsx", "D15-array-formulas.xlsx", "D15-data-table.xlsx",
    "cells-out-of-order.xlsx", "comment-between-rows.xlsx", "rows-out-of-order.xlsx",
  ]

  /// The first number that is no formula's, or the first cell behind the first row that no merge covers:
  /// other programs do not show what stands below one.
  private static func place(in grid: Grid) -> CellReference {
    for (index, row) in grid.rows.enumerated() {
      let cells = grid.cells(ofRowAt: index)
      for (offset, cell) in cells.enumerated()
      where cell.kind == .number && grid.formulas[Int(row.firstCell) + offset] == nil {
        return CellReference(row: Int(row.number), column: Int(cell.column))
      }
    }
    guard let row = grid.rows.first else { return CellReference(row: 0, column: 0) }
    let last = grid.cells(ofRowAt: 0).last.map { Int($0.column) } ?? -1
    let places = (min(last + 1, SheetBounds.columns - 1)..<SheetBounds.columns).lazy.map {
      CellReference(row: Int(row.number), column: $0)
    }
    return places.first { place in !grid.merges.contains { $0.contains(place) } } ?? places[0]
  }

  /// The records and data of all entries by name, as they stand in the file.
  private static func entries(_ path: String) throws -> [String: Data] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let file = open(path, O_RDONLY)
    defer { close(file) }
    let checksums = try Archive(path: path).entries.map(\.checksum)
    let directory = try #require(PackageDirectory(file, checksums: checksums))
    var result: [String: Data] = [:]
    for record in directory.records {
      let length = Int(PackageDirectory.number(record.central, 28, as: UInt16.self))
      let name = String(decoding: record.central[46..<(46 + length)], as: UTF8.self)
      let range = Int(record.stretch.lowerBound)..<Int(record.stretch.upperBound)
      result[name] = data.subdata(in: range)
    }
    return result
  }

  private static func bytes(_ part: String, of path: String) throws -> [UInt8] {
    let archive = try Archive(path: path)
    return try archive.open(archive.entry(part)).readAll()
  }

  /// Every part the same bytes but the edited sheet (whose cells have addresses then), sheets that read it, what asks for computing, and the
  /// calculation chain and signatures with all that names them.
  private static func compare(
    _ path: String,
    _ copy: String,
    _ sheet: String,
    _ cell: CellReference
  ) throws {
    let (first, second) = (try entries(path), try entries(copy))
    #expect(Set(second.keys).isSubset(of: first.keys), "\(path) got a part")
    let chain = "calcchain.xml"
    for (name, bytes) in first.sorted(by: { $0.key < $1.key }) {
      let lower = name.lowercased()
      guard let same = second[name] else {
        #expect(lower.hasSuffix(chain) || lower.contains("_xmlsignatures"), "\(path) lost \(name)")
        continue
      }
      if same == bytes { continue }
      let (left, right) = (try self.bytes(name, of: path), try self.bytes(name, of: copy))
      if lower.hasSuffix(".rels") || lower == "[content_types].xml" {
        let isLess = right.count < left.count
        #expect(isLess && second.count < first.count, "\(path): \(name)")
      } else if lower.hasSuffix("workbook.xml") {
        #expect(without("calcPr", left) == without("calcPr", right), "\(path): \(name)")
      } else {
        let edited = folded(name) == folded(sheet) ? cell : nil
        let left = edited == nil ? left : SheetText.addressed(SheetText.plain(left))
        let right = edited == nil ? right : SheetText.plain(right)
        #expect(skeleton(left, edited) == skeleton(right, edited), "\(path): \(name)")
      }
    }
  }

  /// A name as the container compares names.
  private static func folded(_ part: String) -> String {
    let decoded = part.removingPercentEncoding ?? part
    let name = decoded.replacing("\\", with: "/").lowercased()
    return name.hasPrefix("/") ? String(name.dropFirst()) : name
  }

  /// A part without the elements of a name.
  private static func without(_ name: String, _ bytes: [UInt8]) -> String {
    guard let markup = Markup(bytes) else { return String(decoding: bytes, as: UTF8.self) }
    var editor = PartEditor(markup)
    for index in markup.elements.indices where markup.elements[index].name == name {
      editor.remove(index)
    }
    return String(decoding: editor.result(), as: UTF8.self)
  }

  /// The cells of array formulas and data tables.
  private static func arrays(_ markup: Markup) -> [CellRange] {
    markup.elements.indices.filter {
      markup.elements[$0].name == "f"
        && ["array", "dataTable"].contains(markup.value("t", of: $0) ?? "")
    }.compactMap { markup.value("ref", of: $0).flatMap { CellRange(a1: $0) } }
  }

  /// A sheet without the edited cell, the stated dimension, the spans of the row of the cell, rows that
  /// hold nothing, and the results of formulas.
  private static func skeleton(_ bytes: [UInt8], _ cell: CellReference?) -> String {
    guard let markup = Markup(bytes) else { return String(decoding: bytes, as: UTF8.self) }
    var editor = PartEditor(markup)
    let arrays = arrays(markup)
    for index in markup.elements.indices {
      let element = markup.elements[index]
      switch element.name {
      case "dimension": if cell != nil { editor.remove(index) }
      case "row":
        if let cell, markup.value("r", of: index) == "\(cell.row + 1)" {
          editor.unset("spans", of: index)
        }
      case "c":
        let reference = markup.value("r", of: index).flatMap { CellReference(a1: $0) }
        if let cell, reference == cell { editor.remove(index) }
        if let reference, arrays.contains(where: { $0.contains(reference) }) {
          for child in markup.children(of: index) where markup.elements[child].name == "v" {
            editor.remove(child)
          }
        }
      case "f":
        guard let parent = element.parent else { continue }
        for child in markup.children(of: parent) where markup.elements[child].name == "v" {
          editor.remove(child)
        }
      default: break
      }
    }
    editor.removeEmptied(["row"])
    let text = String(decoding: editor.result(), as: UTF8.self)
    return text.replacing("<sheetData></sheetData>", with: "<sheetData/>")
  }

  // MARK: - Values

  /// The cells with formulas, one that lacks the text of a shared formula among them.
  private static func formulas(_ bytes: [UInt8]) -> Set<CellReference> {
    guard let markup = Markup(SheetText.addressed(SheetText.plain(bytes))) else { return [] }
    let cells = markup.elements.filter { $0.name == "f" }.compactMap(\.parent)
    return Set(cells.compactMap { markup.value("r", of: $0).flatMap { CellReference(a1: $0) } })
  }

  /// The content of a sheet's cells but formulas, whose results may be dropped, by address.
  private static func values(_ grid: Grid) -> [CellReference: String] {
    var result: [CellReference: String] = [:]
    for (index, row) in grid.rows.enumerated() {
      let first = Int(row.firstCell)
      for (offset, cell) in grid.cells(ofRowAt: index).enumerated()
      where grid.formulas[first + offset] == nil && cell.kind != .empty {
        let place = CellReference(row: Int(row.number), column: Int(cell.column))
        result[place] = grid.text(of: cell) ?? "\(cell.kind) \(cell.payload)"
      }
    }
    return result
  }

  private static func compareValues(
    _ path: String,
    _ old: Grid,
    _ copy: String,
    _ cell: CellReference
  ) throws {
    let after = try Workbook.open(path: copy)
    var (left, right) = (values(old), values(try after.readGrid(sheetAt: 0)))
    #expect(right[cell] != nil && right[cell] != left[cell], "\(path)")
    left[cell] = nil
    right[cell] = nil
    // Results of arrays and data tables may be dropped like those of other formulas.
    guard let sheet = after.sheets.first?.part else { return }
    let part = try bytes(sheet, of: path)
    let arrays = Markup(part).map { Self.arrays($0) } ?? []
    let formulas = formulas(part)
    func isResult(_ place: CellReference) -> Bool {
      formulas.contains(place) || arrays.contains { $0.contains(place) }
    }
    left = left.filter { !isResult($0.key) }
    right = right.filter { !isResult($0.key) }
    #expect(left == right, "\(path)")
  }
}
