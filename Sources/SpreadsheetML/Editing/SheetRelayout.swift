import Tabular

/// Writes a sheet again with rows repeated, left out and moved, and everything that refers to them.
///
/// What cannot be moved with certainty is refused by name before anything is written.
struct SheetRelayout {
  let name: String
  /// The new rows of this sheet; `nil` where only its formulas refer to a sheet that moves.
  let layout: RowLayout?
  let rewriters: [FormulaRewriter]
  let edits: [CellReference: EditValue]
  var dateStyles: [String: String] = [:]

  /// Parts of a sheet that refer to rows in ways that are not moved.
  private static let immovable = [
    "drawing", "legacyDrawing", "tableParts", "extLst", "rowBreaks", "oleObjects", "controls",
    "sortState", "scenarios", "customSheetViews", "picture", "webPublishItems",
  ]

  /// Why the sheet cannot be written: the element or formula that stands in the way.
  struct Refusal: Error {
    var detail: String
  }

  func write(_ splicer: SheetSplicer) throws(Refusal) -> [UInt8] {
    var result: [UInt8] = []
    let bytes = splicer.bytes
    let dataOpen = SheetSplicer.tagEnd(bytes, from: splicer.dataStart) ?? splicer.dataStart
    result += try around(Array(bytes[..<splicer.dataStart]))
    result += bytes[splicer.dataStart...dataOpen]
    for (number, row) in order(splicer.rows) { try append(row, number, bytes, &result) }
    result += try around(Array(bytes[splicer.dataEnd...]))
    return result
  }

  /// The rows of the result with the template row that each comes from.
  private func order(_ rows: [SheetSplicer.RowSpan]) -> [(Int, SheetSplicer.RowSpan)] {
    guard let layout else { return rows.map { ($0.number, $0) } }
    var byNumber: [Int: SheetSplicer.RowSpan] = [:]
    for row in rows { byNumber[row.number] = row }
    var result: [(Int, SheetSplicer.RowSpan)] = []
    for (number, template) in layout.templateRows.enumerated() {
      if let row = byNumber[template] { result.append((number, row)) }
    }
    for row in rows where layout.isBelow(row.number) {
      if let place = layout.place(of: row.number) { result.append((place.lowerBound, row)) }
    }
    return result
  }

  // MARK: - Rows

  private func append(
    _ row: SheetSplicer.RowSpan,
    _ number: Int,
    _ bytes: [UInt8],
    _ result: inout [UInt8]
  ) throws(Refusal) {
    result += replacing("r", "\(number + 1)", in: Array(bytes[row.openTag]))
    result += Array(">".utf8)
    for cell in row.cells {
      let place = CellReference(row: number, column: cell.reference.column)
      if let value = edits[place] {
        result += value.element(place, style: cell.style, dateStyles: dateStyles)
      } else if cell.hasFormula {
        result += try formula(Array(bytes[cell.bytes]), cell.reference, place)
      } else {
        result += replacing("r", place.description, in: Array(bytes[cell.bytes]))
      }
    }
    result += Array("</row>".utf8)
  }

  /// Replaces the value of an attribute in the first tag of some bytes.
  private func replacing(_ attribute: String, _ value: String, in bytes: [UInt8]) -> [UInt8] {
    let text = Array(" \(attribute)=\"".utf8)
    var index = 0
    while index + text.count < bytes.count, bytes[index] != UInt8(ascii: ">") {
      if bytes[index..<(index + text.count)].elementsEqual(text),
        let end = bytes[(index + text.count)...].firstIndex(of: UInt8(ascii: "\""))
      {
        return Array(bytes[..<(index + text.count)]) + Array(value.utf8) + Array(bytes[end...])
      }
      index += 1
    }
    return bytes
  }

  /// A formula cell at its new place; its old result is left out, the next program computes it.
  private func formula(
    _ cell: [UInt8],
    _ from: CellReference,
    _ to: CellReference
  ) throws(Refusal) -> [UInt8] {
    guard let start = SheetSplicer.find("<f", in: cell, from: 0),
      let open = SheetSplicer.tagEnd(cell, from: start)
    else { throw Refusal(detail: "\(name)!\(from)") }
    if SheetSplicer.attribute("t", cell, start..<open) != nil {
      throw Refusal(detail: "\(name)!\(from): shared or array formula")
    }
    guard let close = SheetSplicer.find("</f>", in: cell, from: open) else {
      return replacing("r", to.description, in: cell)
    }
    let old = Self.unescaped(String(decoding: cell[(open + 1)..<close], as: UTF8.self))
    let new = try rewritten(old, at: "\(name)!\(from)", row: (from.row, to.row))
    guard new != old || layout != nil else { return cell }
    let head = replacing("r", to.description, in: Array(cell[..<start]))
    return head + Array("<f>\(Self.escaped(new))</f></c>".utf8)
  }

  private func rewritten(
    _ formula: String,
    at place: String,
    row: (template: Int, result: Int)? = nil
  ) throws(Refusal) -> String {
    var text = formula
    for rewriter in rewriters {
      do throws(FormulaRewriter.Obstacle) {
        text = try rewriter.rewrite(text, owner: name, row: rewriter.sheet == name ? row : nil)
      } catch {
        throw Refusal(detail: "\(place): \(formula)")
      }
    }
    return text
  }

  static func unescaped(_ text: String) -> String { XMLEntities.decode(text) ?? text }

  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  // MARK: - Around the rows

  /// The bytes before or after the rows, with their references moved.
  private func around(_ bytes: [UInt8]) throws(Refusal) -> [UInt8] {
    guard let layout, !layout.isIdentity else { return try formulas(bytes) }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard let open = SheetSplicer.find("<", in: bytes, from: index),
        let end = SheetSplicer.tagEnd(bytes, from: open)
      else {
        result += bytes[index...]
        break
      }
      result += bytes[index..<open]
      let tag = Array(bytes[open...end])
      let element = String(
        decoding: tag.dropFirst().prefix { $0 > 0x20 && $0 != 0x3E && $0 != 0x2F },
        as: UTF8.self
      )
      if Self.immovable.contains(element) { throw Refusal(detail: "\(name): <\(element)>") }
      result += moved(tag, element, layout)
      index = end + 1
    }
    return try formulas(result)
  }

  private func moved(_ tag: [UInt8], _ element: String, _ layout: RowLayout) -> [UInt8] {
    let range = 0..<tag.count
    switch element {
    case "mergeCell":
      guard let merge = SheetSplicer.attribute("ref", tag, range).flatMap({ CellRange(a1: $0) })
      else { return tag }
      let rows = merge.upperLeft.row...merge.lowerRight.row
      let places =
        layout.isInBlock(rows.lowerBound)
        ? layout.copies(rows) : layout.range(rows).map { [$0] } ?? []
      return places.flatMap { place in
        let moved = CellRange(
          CellReference(row: place.lowerBound, column: merge.upperLeft.column),
          CellReference(row: place.upperBound, column: merge.lowerRight.column)
        )
        return Array("<mergeCell ref=\"\(moved)\"/>".utf8)
      }
    case "mergeCells":
      // The count is optional; a wrong one would be worse than none.
      return tag.starts(with: Array("</".utf8)) ? tag : Array("<mergeCells>".utf8)
    case "conditionalFormatting", "dataValidation", "ignoredError", "protectedRange", "selection":
      return ranges("sqref", tag, layout)
    case "autoFilter", "hyperlink", "dimension": return ranges("ref", tag, layout)
    default: return tag
    }
  }

  /// A list of ranges in an attribute, each moved; what is gone is left out.
  private func ranges(_ attribute: String, _ tag: [UInt8], _ layout: RowLayout) -> [UInt8] {
    guard let text = SheetSplicer.attribute(attribute, tag, 0..<tag.count) else { return tag }
    let moved = text.split(separator: " ").compactMap { item -> String? in
      guard let range = CellRange(a1: item),
        let rows = layout.range(range.upperLeft.row...range.lowerRight.row)
      else { return nil }
      return CellRange(
        CellReference(row: rows.lowerBound, column: range.upperLeft.column),
        CellReference(row: rows.upperBound, column: range.lowerRight.column)
      ).description
    }
    return moved.isEmpty ? tag : replacing(attribute, moved.joined(separator: " "), in: tag)
  }

  /// Formulas of conditional formats and validations.
  private func formulas(_ bytes: [UInt8]) throws(Refusal) -> [UInt8] {
    var result = bytes
    for element in ["formula", "formula1", "formula2"] {
      var index = 0
      var output: [UInt8] = []
      let open = Array("<\(element)>".utf8)
      let close = Array("</\(element)>".utf8)
      while let start = Self.find(open, in: result, from: index),
        let end = Self.find(close, in: result, from: start)
      {
        let old = Self.unescaped(
          String(decoding: result[(start + open.count)..<end], as: UTF8.self)
        )
        output += result[index..<start] + open
        output += Array(Self.escaped(try rewritten(old, at: "\(name) <\(element)>")).utf8)
        index = end
      }
      result = output + result[index...]
    }
    return result
  }

  static func find(_ word: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard let first = word.first, bytes.count >= word.count else { return nil }
    var index = start
    while index <= bytes.count - word.count {
      if bytes[index] == first, bytes[index..<(index + word.count)].elementsEqual(word) {
        return index
      }
      index += 1
    }
    return nil
  }
}

extension RowLayout {
  /// Whether a row lies below everything that the layout names.
  func isBelow(_ row: Int) -> Bool { place(of: row) != nil && !templateRows.contains(row) }
}
