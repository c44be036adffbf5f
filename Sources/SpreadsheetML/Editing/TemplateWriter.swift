import Tabular

/// Writes a filled template: cells patched where rows stay, sheets laid out again where they move.
package enum TemplateWriter {
  /// Replaced parts by the index of their entry; nothing is written here.
  package static func parts(
    of source: String,
    edits: [String: [CellEdit]],
    layouts: [String: RowLayout]
  ) throws(PatchError) -> [PartReplacement] {
    do throws(XMLError) {
      let workbook = try Workbook.open(path: source)
      return try parts(workbook, edits, layouts)
    } catch {
      throw WorkbookPatcher.error(error)
    }
  }

  private static func refused(_ detail: String) -> XMLError {
    XMLError(code: .container(ContainerError(.corruptPart, part: detail)), line: 0)
  }

  private static func parts(
    _ workbook: borrowing Workbook,
    _ edits: [String: [CellEdit]],
    _ layouts: [String: RowLayout]
  ) throws(XMLError) -> [PartReplacement] {
    let moving = layouts.filter { !$0.value.isIdentity }
    if !moving.isEmpty {
      for kind in ["xl/charts/", "xl/pivotTables/", "xl/pivotCache/"] where workbook.hasPart(kind) {
        throw refused(kind)
      }
    }
    let rewriters = moving.sorted { $0.key < $1.key }.map {
      FormulaRewriter(sheet: $0.key, layout: $0.value)
    }
    var result: [PartReplacement] = []
    let dateStyles = try dateStyles(workbook, edits, &result)
    for sheet in workbook.sheets {
      let cells = edits[sheet.name] ?? []
      if moving.isEmpty, cells.isEmpty { continue }
      let (index, bytes) = try workbook.readPart(sheet.part)
      guard var splicer = SheetSplicer(bytes) else { throw refused(sheet.part) }
      splicer.dateStyles = dateStyles
      if moving.isEmpty {
        result.append(PartReplacement(index: index, bytes: splicer.applying(cells)))
        continue
      }
      var relayout = SheetRelayout(
        name: sheet.name,
        layout: layouts[sheet.name],
        rewriters: rewriters,
        edits: Dictionary(cells.map { ($0.cell, $0.value) }, uniquingKeysWith: { $1 })
      )
      relayout.dateStyles = dateStyles
      do throws(SheetRelayout.Refusal) {
        result.append(PartReplacement(index: index, bytes: try relayout.write(splicer)))
      } catch {
        throw refused(error.detail)
      }
    }
    result += try workbookPart(workbook, rewriters, hasBlocks: !layouts.isEmpty)
    return result
  }

  /// Adds date copies of all cell formats, where a date goes into a cell that shows none.
  private static func dateStyles(
    _ workbook: borrowing Workbook,
    _ edits: [String: [CellEdit]],
    _ result: inout [PartReplacement]
  ) throws(XMLError) -> [String: String] {
    let needsStyle = edits.values.contains { cells in
      cells.contains { if case .dated = $0.value { true } else { false } }
    }
    guard needsStyle, let part = workbook.stylesPart else { return [:] }
    let (index, bytes) = try workbook.readPart(part)
    let all = Set((0..<workbook.styles.cells.count).map { "\($0)" })
    guard let styles = DateStyles(bytes, styles: all) else { throw refused(part) }
    result.append(PartReplacement(index: index, bytes: styles.bytes))
    return styles.byStyle
  }

  /// The workbook part: defined names moved, those of the blocks taken out, everything recalculated.
  private static func workbookPart(
    _ workbook: borrowing Workbook,
    _ rewriters: [FormulaRewriter],
    hasBlocks: Bool
  ) throws(XMLError) -> [PartReplacement] {
    guard hasBlocks else { return [] }
    let (index, bytes) = try workbook.readPart(workbook.part)
    var text = String(decoding: bytes, as: UTF8.self)
    for name in workbook.definedNames {
      let old = ">" + SheetRelayout.escaped(name.text) + "</definedName>"
      guard let range = text.firstRange(of: old) else { continue }
      if name.name.hasPrefix("each.") {
        guard let start = text[..<range.lowerBound].lastIndex(of: "<") else { continue }
        text.removeSubrange(start..<range.upperBound)
        continue
      }
      var moved = name.text
      for rewriter in rewriters {
        do throws(FormulaRewriter.Obstacle) { moved = try rewriter.rewrite(moved, owner: "") } catch
        {
          throw refused("definedName \(name.name)")
        }
      }
      text.replaceSubrange(range, with: ">" + SheetRelayout.escaped(moved) + "</definedName>")
    }
    text = withoutEmptyNames(text)
    if !rewriters.isEmpty { text = recalculating(text) }
    return [PartReplacement(index: index, bytes: Array(text.utf8))]
  }

  private static func withoutEmptyNames(_ text: String) -> String {
    guard let range = text.firstRange(of: "<definedNames></definedNames>") else { return text }
    var result = text
    result.removeSubrange(range)
    return result
  }

  /// Asks the next program to compute all formulas when it opens the file.
  private static func recalculating(_ text: String) -> String {
    if text.contains("fullCalcOnLoad") { return text }
    var result = text
    if let range = result.firstRange(of: "<calcPr") {
      result.insert(contentsOf: " fullCalcOnLoad=\"1\"", at: range.upperBound)
    } else if let range = result.firstRange(of: "</definedNames>")
      ?? result.firstRange(of: "</sheets>")
    {
      result.insert(contentsOf: "<calcPr fullCalcOnLoad=\"1\"/>", at: range.upperBound)
    }
    return result
  }
}

/// The new bytes of one entry of a container.
package struct PartReplacement: Sendable {
  package var index: UInt64
  package var bytes: [UInt8]
}
