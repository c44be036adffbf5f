import Forms
import SpreadsheetML

/// The looks of the cells of an entry form.
struct EntryLooks {
  let title, heading, label, cell, centred, note, number: StyleIndex
  private let inputs: [FieldDefinition.Kind: StyleIndex]

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
    number = try output.style(
      framed.with {
        $0.horizontal = .center
        $0.isLocked = false
      }
    )
    var inputs: [FieldDefinition.Kind: StyleIndex] = [:]
    for kind in FieldDefinition.Kind.allCases {
      inputs[kind] = try output.style(Self.input(kind, framed))
    }
    self.inputs = inputs
  }

  /// The look of cells that are filled in.
  func input(_ kind: FieldDefinition.Kind) -> StyleIndex { inputs[kind] ?? .plain }

  /// The look of the cells of a field; numbers of rows stand in the middle.
  func input(_ field: FieldDefinition) -> StyleIndex {
    field.role == .ordinal || field.role == .memberOrdinal ? number : input(field.kind)
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
