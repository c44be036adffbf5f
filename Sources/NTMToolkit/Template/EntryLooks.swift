import Forms
import SpreadsheetML

/// The looks of the cells of an entry form.
struct EntryLooks {
  /// The look of cells that are filled in.
  private struct Input: Hashable {
    var kind: FieldDefinition.Kind
    /// Whether it is the number of a row, which stands in the middle.
    var isNumber = false
    var isFramed = true
  }

  let title, heading, label, cell, centred, note: StyleIndex
  private let inputs: [Input: StyleIndex]

  init(_ output: inout WorkbookOutput) throws(WriteError) {
    let plain = CellFormat()
    title = try output.style(
      plain.with {
        $0.font.isBold = true
        $0.font.size = 14
        $0.horizontal = .center
        $0.vertical = .center
        $0.wraps = true
      }
    )
    heading = try output.style(
      plain.with {
        $0.font.isBold = true
        $0.font.size = 11
        $0.fill = 0xE7EFF7
        $0.hasBorder = true
        $0.horizontal = .center
        $0.vertical = .center
        $0.wraps = true
      }
    )
    label = try output.style(
      plain.with {
        $0.font.isBold = true
        $0.horizontal = .right
        $0.vertical = .center
        $0.wraps = true
      }
    )
    let framed = plain.with {
      $0.hasBorder = true
      $0.vertical = .center
      $0.wraps = true
    }
    cell = try output.style(framed)
    centred = try output.style(framed.with { $0.horizontal = .center })
    note = try output.style(
      plain.with {
        $0.font.isItalic = true
        $0.font.size = 11
        $0.vertical = .center
        $0.wraps = true
      }
    )
    var inputs: [Input: StyleIndex] = [:]
    for isFramed in [true, false] {
      let plain = framed.with { $0.hasBorder = isFramed }
      for kind in FieldDefinition.Kind.allCases {
        inputs[Input(kind: kind, isFramed: isFramed)] = try output.style(Self.input(kind, plain))
        inputs[Input(kind: kind, isNumber: true, isFramed: isFramed)] = try output.style(
          plain.with {
            $0.horizontal = .center
            $0.isLocked = false
          }
        )
      }
    }
    self.inputs = inputs
  }

  /// The look of cells that are filled in.
  func input(_ kind: FieldDefinition.Kind) -> StyleIndex { inputs[Input(kind: kind)] ?? .plain }

  /// The look of the cells of a field in a row that has lines of its own or gets them when it is used.
  func input(_ field: FieldDefinition, isFramed: Bool) -> StyleIndex {
    let isNumber = field.role == .ordinal || field.role == .memberOrdinal
    return inputs[Input(kind: field.kind, isNumber: isNumber, isFramed: isFramed)] ?? .plain
  }

  /// Free to be written into; texts stay texts, whatever they look like, and years have no separators.
  private static func input(_ kind: FieldDefinition.Kind, _ framed: CellFormat) -> CellFormat {
    framed.with {
      $0.isLocked = false
      switch kind {
      case .text, .code: $0.numberFormat = "@"
      case .count, .amount, .length, .percent: $0.horizontal = .right
      case .year:
        $0.numberFormat = "0"
        $0.horizontal = .center
      case .date:
        $0.numberFormat = "dd/mm/yyyy"
        $0.horizontal = .center
      case .mark, .choice: $0.horizontal = .center
      }
    }
  }
}
