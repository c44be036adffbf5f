import Tabular

/// Reads the rows of a sheet through libxml2; the reference for the byte scanner.
struct XMLSheetReader: ~Copyable {
  private var reader: XMLPullReader
  private let limits: Limits
  private var isInData = false
  private var hasRoot = false
  /// How many lists of saved views are open, whose filters are not those in force.
  private var views = 0

  init(_ stream: consuming EntryStream) throws(XMLError) {
    limits = stream.limits
    reader = try XMLPullReader(stream)
  }

  /// Reads on until a row is complete; false at the end of the part.
  mutating func nextRow(into builder: inout RowBuilder) throws(XMLError) -> Bool {
    while !builder.isComplete, let event = try reader.next() {
      switch event {
      case .start(let isEmpty): try start(isEmpty: isEmpty, &builder)
      case .end where reader.isForeign: break
      case .end:
        switch reader.localName {
        case "row" where isInData: builder.endRow()
        case "sheetData": isInData = false
        case "customSheetViews": views -= 1
        default: break
        }
      case .text: break
      }
    }
    return builder.isComplete
  }

  private mutating func start(isEmpty: Bool, _ builder: inout RowBuilder) throws(XMLError) {
    if !hasRoot {
      hasRoot = true
      // Another part than a sheet would be read as a sheet of nothing.
      guard reader.localName == "worksheet" else {
        throw XMLError(code: .notWellFormed, line: reader.line)
      }
    }
    if reader.isForeign {
      // Of alternatives the one is read that asks for no extension (ECMA-376 Part 3, 9.3).
      if reader.localName == "Choice" { try skip(isEmpty: isEmpty) }
      return
    }
    switch reader.localName {
    case "sheetData": isInData = !isEmpty
    case "col":
      if flag("hidden") || isZero("width") {
        builder.frame.hideColumns(from: number("min"), to: number("max"))
      }
    case "row" where isInData:
      do throws(ContainerError) {
        try builder.startRow(
          reader.attribute("r"),
          isHidden: flag("hidden") || isZero("ht"),
          outlineLevel: number("outlineLevel")
        )
      } catch {
        throw thrown(error)
      }
    case "c" where isInData: try readCell(isEmpty: isEmpty, &builder)
    case "mergeCell":
      do throws(ContainerError) {
        try builder.frame.merge(range("ref"), limits: limits)
      } catch {
        throw thrown(error)
      }
    case "sheetPr": if flag("filterMode") { builder.frame.isFiltered = true }
    case "customSheetViews": if !isEmpty { views += 1 }
    case "autoFilter" where views == 0: builder.frame.startFilter(range("ref"))
    case "filterColumn" where views == 0: builder.frame.addFilterCriteria()
    default: break
    }
  }

  /// Passes over everything inside the element that the reader stands on.
  private mutating func skip(isEmpty: Bool) throws(XMLError) {
    var depth = isEmpty ? 0 : 1
    while depth > 0, let event = try reader.next() {
      switch event {
      case .start(let isEmpty): if !isEmpty { depth += 1 }
      case .end: depth -= 1
      case .text: break
      }
    }
  }

  private func flag(_ name: String) -> Bool {
    let value = reader.attribute(name)
    return value == "1" || value == "true"
  }

  private func isZero(_ name: String) -> Bool {
    guard let value = reader.attribute(name), !value.isEmpty else { return false }
    return value.utf8.allSatisfy { $0 == 0x30 || $0 == 0x2E }
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
    var values = 0
    var formula: String?
    var rich: RichText?
  }

  private mutating func readCell(
    isEmpty: Bool,
    _ builder: inout RowBuilder
  ) throws(XMLError) {
    let stated = reader.attribute("r")
    let type = reader.attribute("t") ?? "n"
    let style = number("s") ?? 0
    let isWanted: Bool
    do throws(ContainerError) { isWanted = try builder.startCell(stated: stated) } catch {
      throw thrown(error)
    }
    guard !isEmpty else {
      if isWanted { builder.addBlank(style: style) }
      return
    }
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
        if reader.isForeign {
          if name == "Choice" { try skip(isEmpty: isEmpty) } else if !isEmpty { path.append(name) }
        } else if name == "is" {
          content.rich = try RichText.read(&reader, isEmpty: isEmpty)
        } else if name == "f" {
          content.formula = try readFormula(isEmpty: isEmpty, &builder)
        } else {
          if name == "v" {
            content.value = ""
            content.values += 1
          }
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
    if content.values > 1 { builder.note(.valueTwice) }
    if type == "inlineStr", let rich = content.rich {
      builder.addText(.localText, rich.text, runs: rich.runs, style: style, formula: formula)
      return
    }
    guard let stored = content.value, !stored.isEmpty || type == "str" else {
      if let rich = content.rich, !rich.text.isEmpty {
        builder.note(.hiddenText)
        builder.addText(.localText, rich.text, runs: rich.runs, style: style, formula: formula)
        return
      }
      if formula != nil { builder.add(.missingResult, 0, style: style, formula: formula) }
      return
    }
    if content.rich?.text.isEmpty == false { builder.note(.valueTwice) }
    builder.addValue(stored, type: type, style: style, formula: formula)
  }
}
