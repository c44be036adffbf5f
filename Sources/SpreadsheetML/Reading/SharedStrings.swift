package import Tabular

/// Reads the shared strings part (ECMA-376 Part 1, 18.4) into one text table.
package enum SharedStrings {
  /// Joins the runs of each item, leaves out phonetic runs, decodes escapes; nothing is trimmed.
  package static func read(_ stream: consuming EntryStream) throws(XMLError) -> TextTable {
    var reader = try XMLPullReader(stream)
    var table = TextTable()
    var text = ""
    var isInText = false
    var phoneticDepth = 0
    while let event = try reader.next() {
      switch event {
      case .start(let isEmpty):
        switch reader.localName {
        case "si":
          text = ""
          if isEmpty { table.append("") }
        case "rPh": phoneticDepth += isEmpty ? 0 : 1
        case "t": isInText = !isEmpty && phoneticDepth == 0
        default: break
        }
      case .end:
        switch reader.localName {
        case "si": table.append(StringEscapes.decode(text))
        case "rPh": phoneticDepth -= 1
        case "t": isInText = false
        default: break
        }
      case .text:
        if isInText { text += reader.text }
      }
    }
    return table
  }
}
