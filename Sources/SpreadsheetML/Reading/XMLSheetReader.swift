import Tabular

/// Reads the rows of a sheet through libxml2; the reference for the byte scanner.
struct XMLSheetReader: ~Copyable {
  private var reader: XMLPullReader
  private let limits: Limits
  private var isInData = false

  init(_ stream: consuming EntryStream) throws(XMLError) {
    limits = stream.limits
    reader = try XMLPullReader(stream)
  }

  /// Reads on until a row is complete; false at the end of the part.
  mutating func nextRow(into builder: inout RowBuilder) throws(XMLError) -> Bool {
    while !builder.isComplete, let event = try reader.next() {
      switch event {
      case .start(let isEmpty): try start(isEmpty: isEmpty, &builder)
      case .end:
        switch reader.localName {
        case "row" where isInData: builder.endRow()
        case "sheetData": isInData = false
        default: break
        }
      case .text: break
      }
    }
    return builder.isComplete
  }

  private mutating func start(isEmpty: Bool, _ builder: inout RowBuilder) throws(XMLError) {
    switch reader.localName {
    case "sheetData": isInData = !isEmpty
    case "col":
      if flag("hidden") { builder.frame.hideColumns(from: number("min"), to: number("max")) }
    case "row" where isInData: builder.startRow(number("r"), isHidden: flag("hidden"))
    case "c" where isInData: try readCell(isEmpty: isEmpty, &builder)
    case "mergeCell":
      do throws(ContainerError) {
        try builder.frame.merge(range("ref"), limits: limits)
      } catch {
        throw thrown(error)
      }
    case "autoFilter": builder.frame.startFilter(range("ref"))
    case "filterColumn": builder.frame.addFilterCriteria()
    default: break
    }
  }

  private func flag(_ name: String) -> Bool {
    let value = reader.attribute(name)
    return value == "1" || value == "true"
  }

  private func number(_ name: String) -> Int? { reader.attribute(name).flatMap { Int($0) } }

  private func range(_ name: String) -> CellRange? {
    reader.attribute(name).flatMap { CellRange(a1: $0) }
  }

  private func thrown(_ error: ContainerError) -> XMLError {
    XMLError(code: .container(error), line: reader.line)
  }

  // MARK: - Cells

  private struct Content {
    var value: String?
    var formula: String?
    var rich: RichText?
  }

  private mutating func readCell(
    isEmpty: Bool,
    _ builder: inout RowBuilder
  ) throws(XMLError) {
    let stated = reader.attribute("r").flatMap { CellReference(a1: $0) }
    let type = reader.attribute("t") ?? "n"
    let style = number("s") ?? 0
    let isWanted: Bool
    do throws(ContainerError) { isWanted = try builder.startCell(stated) } catch {
      throw thrown(error)
    }
    guard !isEmpty else { return }
    let content = try readContent(&builder)
    if isWanted { add(content, type: type, style: style, &builder) }
  }

  private mutating func readContent(_ builder: inout RowBuilder) throws(XMLError) -> Content {
    var content = Content()
    var path: [String] = []
    while let event = try reader.next() {
      switch event {
      case .start(let isEmpty):
        let name = reader.localName
        if name == "is" {
          content.rich = try RichText.read(&reader, isEmpty: isEmpty)
        } else if name == "f" {
          content.formula = try readFormula(isEmpty: isEmpty, &builder)
        } else {
          if name == "v" { content.value = "" }
          if !isEmpty { path.append(name) }
        }
      case .end:
        if path.isEmpty { return content }
        path.removeLast()
      case .text: if path == ["v"] { content.value? += reader.text }
      }
    }
    return content
  }

  private mutating func readFormula(
    isEmpty: Bool,
    _ builder: inout RowBuilder
  ) throws(XMLError) -> String {
    let type = reader.attribute("t")
    let index = reader.attribute("si")
    var text = ""
    if !isEmpty {
      reading: while let event = try reader.next() {
        switch event {
        case .text: text += reader.text
        case .end: break reading
        case .start: break
        }
      }
    }
    return builder.formula(text, type: type, index: index)
  }

  private func add(
    _ content: Content,
    type: String,
    style: Int,
    _ builder: inout RowBuilder
  ) {
    let formula = content.formula
    if type == "inlineStr", let rich = content.rich {
      builder.addText(.localText, rich.text, runs: rich.runs, style: style, formula: formula)
      return
    }
    guard let stored = content.value, !stored.isEmpty || type == "str" else {
      if formula != nil { builder.add(.missingResult, 0, style: style, formula: formula) }
      return
    }
    switch type {
    case "s": builder.addSharedText(Int(stored), style: style, formula: formula)
    case "str":
      builder.addText(.localText, StringEscapes.decode(stored), style: style, formula: formula)
    case "b":
      let payload: UInt64 = stored == "1" || stored == "true" ? 1 : 0
      builder.add(.boolean, payload, style: style, formula: formula)
    case "e": builder.addText(.error, stored, style: style, formula: formula)
    case "d": builder.addText(.isoDate, stored, style: style, formula: formula)
    default:
      if let number = Double(stored), number.isFinite {
        builder.addNumber(number, style: style, formula: formula)
      } else {
        builder.addText(.error, stored, style: style, formula: formula)
      }
    }
  }
}
