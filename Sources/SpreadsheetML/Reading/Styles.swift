/// The cell formats of a workbook, as far as reading needs them: the number format of each.
struct Styles {
  private(set) var formatCodes: [String?] = []
  private(set) var isDate: [Bool] = []

  init() {}

  init(_ stream: consuming EntryStream) throws(XMLError) {
    var custom: [Int: String] = [:]
    var formatIDs: [Int] = []
    var isInCellFormats = false
    var reader = try XMLPullReader(stream)
    while let event = try reader.next() {
      switch event {
      case .start:
        switch reader.localName {
        case "numFmt":
          if let id = reader.attribute("numFmtId").flatMap({ Int($0) }) {
            custom[id] = reader.attribute("formatCode")
          }
        case "cellXfs": isInCellFormats = true
        case "xf":
          if isInCellFormats {
            formatIDs.append(reader.attribute("numFmtId").flatMap { Int($0) } ?? 0)
          }
        default: break
        }
      case .end: if reader.localName == "cellXfs" { isInCellFormats = false }
      case .text: break
      }
    }
    formatCodes = formatIDs.map { custom[$0] }
    isDate = formatIDs.map { id in
      custom[id].map(NumberFormat.isDate(code:)) ?? NumberFormat.isDate(builtIn: id)
    }
  }
}
