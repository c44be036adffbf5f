import Foundation
import Tabular

@testable import CSV
@testable import SpreadsheetML

/// The bytes are a text that stands in a cell or an attribute.
enum Values {
  @Sendable static func read(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    _ = NumberFormat.meaning(of: text)
    _ = NumberFormat.isPercentage(code: text)
    _ = StringEscapes.decode(text)
    _ = XMLEntities.decode(text)
    _ = FormulaShift.move(text, rows: 3, columns: -2)
    if let cell = CellReference(a1: text), CellReference(a1: "\(cell)") != cell {
      fatalError("an address is another one when it is written")
    }
    if let range = CellRange(a1: text), CellRange(a1: "\(range)") != range {
      fatalError("a range is another one when it is written")
    }
    if let date = StoredDate.normalized(text), StoredDate.normalized(date) != date {
      fatalError("a date is another one when it is read again: \(date)")
    }
    if let number = DecimalBytes.read(text) {
      if number != Double(text) { fatalError("not the standard library's number") }
      _ = PlainNumber.exact(number)
      for epoch in [DateEpoch.year1900, .year1904] {
        for isDuration in [false, true] {
          let date = SerialDate.isoText(serial: number, epoch: epoch, isDuration: isDuration)
          if let date, StoredDate.normalized(date) != date { fatalError("no date: \(date)") }
        }
      }
    }
    bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      let isText = PlainBytes.isText(start, 0..<buffer.count)
      let hasNone = !text.unicodeScalars.contains { $0.value == 0xFFFE || $0.value == 0xFFFF }
      if isText != (String(validating: buffer, as: UTF8.self) != nil && hasNone) {
        fatalError("not the standard library's judgement of UTF-8")
      }
    }
  }
}

/// The bytes are a delimited file.
enum Delimited {
  @Sendable static func read(_ bytes: [UInt8]) { _ = DelimitedFile.read(bytes, name: "a") }
}
