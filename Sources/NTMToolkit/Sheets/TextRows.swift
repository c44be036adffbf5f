package import CSV
import Tabular

/// The rows of a delimited text, one at a time; every field is text.
package final class TextRows {
  private var reader: CSVReader
  private let encoding: TextEncoding
  private let wanted: Set<Int>?

  /// Reads from the first row on; columns that are not wanted are not decoded.
  init(_ reader: consuming CSVReader, columns: [Int]?) {
    encoding = reader.encoding
    self.reader = reader
    wanted = columns.map(Set.init)
  }

  /// What was read by a rule for bad text, so far.
  package var issues: [CSVIssue] { reader.issues }

  /// The next row that holds anything in the wanted columns.
  func next(_ file: InputFile, _ limits: Limits) throws(ReadingError) -> SheetRow? {
    do throws(CSVError) {
      while try reader.next() {
        if let row = row() { return row }
      }
    } catch {
      throw ReadingError(FileProblem(error, file: file.name, encoding: encoding, limits: limits))
    }
    return nil
  }

  /// Hands over the fields of the wanted columns: plain numbers as such, others without their text.
  func forEachCell(
    _ file: InputFile,
    _ limits: Limits,
    _ body: (Int, PackedCell) -> Void
  ) throws(ReadingError) {
    do throws(CSVError) {
      while try reader.next() {
        for column in 0..<reader.fieldCount where wanted?.contains(column) ?? true {
          let slice = reader.slice(column)
          if slice?.isEmpty == true { continue }
          let number = slice.flatMap { NumberBytes.read($0) }
          body(
            reader.row,
            PackedCell(
              payload: number?.bitPattern ?? 0,
              column: column,
              style: 0,
              kind: number == nil ? .localText : .number
            )
          )
        }
      }
    } catch {
      throw ReadingError(FileProblem(error, file: file.name, encoding: encoding, limits: limits))
    }
  }

  private func row() -> SheetRow? {
    var cells: [SheetCell] = []
    let count = reader.fieldCount
    cells.reserveCapacity(wanted?.count ?? count)
    for column in 0..<count where wanted?.contains(column) ?? true {
      let text = reader.text(column)
      if text.isEmpty { continue }
      cells.append(
        SheetCell(
          value: .text(text),
          formula: nil,
          format: nil,
          isHidden: false,
          reference: CellReference(row: reader.row, column: column)
        )
      )
    }
    if cells.isEmpty { return nil }
    return SheetRow(
      number: reader.row + 1,
      isHidden: false,
      outlineLevel: 0,
      isOutOfOrder: false,
      cells: cells,
      line: reader.lineNumber
    )
  }
}
