/// What a ZIP container holds, by the type of its main part (ECMA-376 Part 2, 10.1) or its `mimetype`.
package enum PackageKind: String, Hashable, Sendable {
  /// A workbook, one with macros, a template, a template with macros: all are read alike.
  case xlsx, xlsm, xltx, xltm
  /// A workbook whose parts are binary records.
  case xlsb
  /// Word, PowerPoint.
  case docx, pptx
  /// An OpenDocument spreadsheet, and any other OpenDocument file.
  case ods
  case openDocument = "open-document"
  /// None of these.
  case zip

  /// Whether sheets can be read from it.
  package var isWorkbook: Bool {
    switch self {
    case .xlsx, .xlsm, .xltx, .xltm: true
    case .xlsb, .docx, .pptx, .ods, .openDocument, .zip: false
    }
  }

  private static let mainTypes: [(type: String, kind: PackageKind)] = [
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", .xlsx),
    ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", .xlsm),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml", .xltx),
    ("application/vnd.ms-excel.template.macroEnabled.main+xml", .xltm),
    ("application/vnd.ms-excel.addin.macroEnabled.main+xml", .xlsm),
    ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", .xlsb),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", .docx),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", .docx),
    ("application/vnd.ms-word.document.macroEnabled.main+xml", .docx),
    ("application/vnd.ms-word.template.macroEnabledTemplate.main+xml", .docx),
    (
      "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
      .pptx
    ),
    ("application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml", .pptx),
    ("application/vnd.openxmlformats-officedocument.presentationml.template.main+xml", .pptx),
    ("application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml", .pptx),
  ]

  /// The kind by the content types of a package's parts, the first of the list that occurs; `nil`
  /// where none does, as in packages of careless writers.
  private static func find(_ types: Set<String>) -> PackageKind? {
    mainTypes.first { types.contains($0.type.lowercased()) }?.kind
  }

  /// Looks at the container; its list of content types is read to the end, so that damage in it is
  /// noticed.
  static func find(in archive: borrowing Archive) throws(XMLError) -> PackageKind {
    guard let entry = try? archive.entry("[Content_Types].xml") else {
      if let kind = try openDocument(archive) { return kind }
      // Careless writers leave the list out: a workbook is then what its relationships say.
      let main = try Relationships(of: "", in: archive).target(kind: "officeDocument")
      let part = main ?? "xl/workbook.xml"
      return part.hasSuffix(".xml") && (try? archive.entry(part)) != nil ? .xlsx : .zip
    }
    var types: Set<String> = []
    var reader = try XMLPullReader(archive.stream(of: entry))
    while let event = try reader.next() {
      guard case .start = event, let type = reader.attribute("ContentType") else { continue }
      types.insert(type.lowercased())
    }
    return find(types) ?? .xlsx
  }

  /// OpenDocument states its type in an entry of its own (OpenDocument 1.3 Part 2, 3.3).
  private static func openDocument(_ archive: borrowing Archive) throws(XMLError) -> PackageKind? {
    guard let entry = try? archive.entry("mimetype") else { return nil }
    guard entry.size < 256 else { return nil }
    let bytes: [UInt8]
    do throws(ContainerError) { bytes = try archive.open(entry).readAll() } catch {
      throw XMLError(code: .container(error), line: 0)
    }
    let type = String(decoding: bytes, as: UTF8.self)
    guard type.hasPrefix("application/vnd.oasis.opendocument.") else { return nil }
    return type.hasPrefix("application/vnd.oasis.opendocument.spreadsheet") ? .ods : .openDocument
  }
}
