import Filling
import Foundation
import SpreadsheetML
import Tabular

/// The cases that write into what is there.
enum WriteCases {
  /// Fills a template from JSON data; gives the number of cells that were written.
  static func fill(_ template: String, _ data: String, to path: String) throws -> Int {
    try? FileManager.default.removeItem(atPath: path)
    let values = try FillData.parse(json: Array(try Data(contentsOf: URL(fileURLWithPath: data))))
    let workbook = try Workbook.open(path: template)
    var grids: [Grid] = []
    for index in workbook.sheets.indices { grids.append(try workbook.readGrid(sheetAt: index)) }
    var filler = TemplateFiller(data: values)
    let result = filler.fill(grids, names: workbook.definedNames)
    guard result.problems.isEmpty else { throw CocoaError(.fileReadCorruptFile) }
    let change = try WorkbookEditor.change(
      of: workbook,
      edits: result.edits,
      layouts: result.layouts,
      droppingNames: { $0.hasPrefix("each.") }
    )
    try WorkbookPatcher.write(change, of: template, to: path)
    return result.edits.values.reduce(0) { $0 + $1.count }
  }
}
