import ArgumentParser
import Foundation
import SpreadsheetML
import Tabular

struct Cells: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints every cell of an .xlsx workbook, one JSON object a line."
  )

  @Argument(help: "The workbook.") var file: String
  @Option(help: "Only the sheet of this name.") var sheet: String?

  func run() throws {
    do throws(XMLError) {
      let workbook = try Workbook.open(path: file)
      for sheet in workbook.sheets where self.sheet == nil || self.sheet == sheet.name {
        var reader = try SheetReader(sheet, of: workbook)
        while let cell = try reader.next(workbook) {
          print(CellLine.json(cell, sheet: sheet, epoch: workbook.epoch))
        }
      }
    } catch {
      let message = "ntm: \(file): cannot be read (\(error.code), line \(error.line))\n"
      try? FileHandle.standardError.write(contentsOf: Data(message.utf8))
      throw ExitCode(3)
    }
  }
}

/// One cell as a line of JSON.
enum CellLine {
  static func json(_ cell: SheetCell, sheet: Workbook.Sheet, epoch: DateEpoch) -> String {
    let (type, value) = typed(cell.value, epoch: epoch)
    var fields = [
      ("sheet", quoted(sheet.name)), ("cell", quoted(cell.reference.description)),
      ("type", quoted(type)), ("value", value),
    ]
    if let formula = cell.formula, !formula.isEmpty { fields.append(("formula", quoted(formula))) }
    if let format = cell.format { fields.append(("format", quoted(format))) }
    if cell.isHidden || sheet.isHidden { fields.append(("hidden", "true")) }
    return "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }

  private static func typed(_ value: SheetCell.Value, epoch: DateEpoch) -> (String, String) {
    switch value {
    case .text(let text): return ("text", quoted(text))
    case .boolean(let flag): return ("boolean", flag ? "true" : "false")
    case .error(let code): return ("error", quoted(code))
    case .date(let text): return ("date", quoted(text))
    case .missingResult: return ("error", quoted("#MISSING"))
    case .badStringIndex: return ("error", quoted("#REF!"))
    case .number(let stored, let isDate):
      guard let number = Double(stored), number.isFinite else { return ("error", quoted(stored)) }
      if isDate, let text = SerialDate.isoText(serial: number, epoch: epoch) {
        return ("date", quoted(text))
      }
      return ("number", plain(number))
    }
  }

  /// The shortest digits that read back as the same number.
  private static func plain(_ number: Double) -> String {
    if number == number.rounded(), abs(number) < 1e15 { return String(Int(number)) }
    return "\(number)"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case let control where control.value < 0x20:
        let digits = String(control.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
