package import Tabular

/// A note that is shown beside a cell.
package struct SheetComment: Sendable {
  package var cell: CellReference
  package var author: String
  package var text: String

  package init(_ cell: CellReference, author: String, text: String) {
    self.cell = cell
    self.author = author
    self.text = text
  }
}

/// The two parts that notes need: their texts, and the boxes that programs draw them in.
enum CommentParts {
  /// The comments part (ECMA-376 Part 1, 18.7) without its XML declaration.
  static func comments(_ comments: [SheetComment]) -> String {
    var authors: [String] = []
    for comment in comments where !authors.contains(comment.author) {
      authors.append(comment.author)
    }
    var text = "<comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
    text += "<authors>" + authors.map { "<author>\(content($0))</author>" }.joined() + "</authors>"
    text += "<commentList>"
    for comment in comments.sorted(by: { $0.cell < $1.cell }) {
      text += self.comment(comment, author: authors.firstIndex(of: comment.author) ?? 0)
    }
    return text + "</commentList></comments>"
  }

  /// One note; the author is a number in the list of authors.
  static func comment(_ comment: SheetComment, author: Int) -> String {
    "<comment ref=\"\(comment.cell)\" authorId=\"\(author)\"><text>\(run(comment.text))</text></comment>"
  }

  /// A piece of a note's text.
  static func run(_ text: String) -> String {
    "<r><rPr><sz val=\"10\"/><color indexed=\"81\"/><rFont val=\"Tahoma\"/></rPr>"
      + "<t xml:space=\"preserve\">\(content(text))</t></r>"
  }

  /// Shapes are numbered in blocks of so many, and no two drawings share a block.
  private static let blockSize = 1024

  /// The blocks of shape numbers that some notes need.
  static func blocks(_ count: Int) -> Int { count / blockSize + 1 }

  /// The VML drawing (ECMA-376 Part 4, 19) without its XML declaration: a box for each note, as high as
  /// its text asks for.
  static func drawing(_ comments: [SheetComment], firstBlock: Int) -> String {
    let own = (firstBlock..<(firstBlock + blocks(comments.count))).map { "\($0)" }
    var text = "<xml \(namespaces.joined(separator: " "))><o:shapelayout v:ext=\"edit\">"
    text += "<o:idmap v:ext=\"edit\" data=\"\(own.joined(separator: ","))\"/></o:shapelayout>"
    return text + boxKind + boxes(comments, firstBlock: firstBlock) + "</xml>"
  }

  /// The namespaces of a VML drawing as programs declare them.
  static let namespaces = [
    "xmlns:v=\"urn:schemas-microsoft-com:vml\"",
    "xmlns:o=\"urn:schemas-microsoft-com:office:office\"",
    "xmlns:x=\"urn:schemas-microsoft-com:office:excel\"",
  ]

  /// The kind of shape that every box is.
  static let boxKind =
    "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\""
    + " path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/>"
    + "<v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"

  /// A box for each note, numbered from the start of a block.
  static func boxes(_ comments: [SheetComment], firstBlock: Int) -> String {
    comments.sorted { $0.cell < $1.cell }.enumerated().map { index, comment in
      shape(comment, id: firstBlock * blockSize + index + 1)
    }.joined()
  }

  private static func shape(_ comment: SheetComment, id: Int) -> String {
    let (row, column) = (comment.cell.row, comment.cell.column)
    let lines = comment.text.split(separator: "\n", omittingEmptySubsequences: false)
      .reduce(0) { $0 + $1.count / 32 + 1 }
    let top = max(0, min(row - 1, SheetBounds.rows - 6))
    let bottom = min(top + max(4, lines + 1), SheetBounds.rows - 1)
    let left = min(column + 1, SheetBounds.columns - 4)
    // From column and its offset in pixels, row and offset, to column and offset, row and offset.
    let anchor = "\(left), 15, \(top), 4, \(left + 3), 15, \(bottom), 4"
    var text = "<v:shape id=\"_x0000_s\(id)\" type=\"#_x0000_t202\""
    text += " style=\"position:absolute;visibility:hidden\" fillcolor=\"#ffffe1\""
    text += " o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/>"
    text += "<v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>"
    text += "<v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div>"
    text += "</v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/>"
    text += "<x:Anchor>\(anchor)</x:Anchor><x:AutoFill>False</x:AutoFill>"
    return text + "<x:Row>\(row)</x:Row><x:Column>\(column)</x:Column></x:ClientData></v:shape>"
  }

  private static func content(_ text: String) -> String {
    String(decoding: XMLText.content(text), as: UTF8.self)
  }
}
