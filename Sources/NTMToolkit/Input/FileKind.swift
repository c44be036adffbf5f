import Findings
import SpreadsheetML

/// What a file is, found by its content and never by its name.
package enum FileKind: String, Hashable, Sendable, CaseIterable {
  /// Workbooks that are read: SpreadsheetML with and without macros, and templates.
  case xlsx, xlsm, xltx, xltm
  /// Delimited text, which is read.
  case csv

  /// Old Excel: BIFF8 (97 to 2003), and BIFF5 and older.
  case xls
  case xls5 = "xls-5"
  /// A package or document behind a password.
  case encrypted
  /// Binary workbook, OpenDocument.
  case xlsb, ods
  case openDocument = "open-document"
  /// Tables that programs save under a spreadsheet's name.
  case html
  case webArchive = "web-archive"
  case xml2003 = "xml-2003"
  case xml
  /// Other documents.
  case docx, pptx, doc, ppt, pdf, rtf, image
  /// A ZIP archive without a workbook, other archives, nothing at all.
  case zip
  case otherArchive = "other-archive"
  case empty
  /// What cannot be opened, or is nothing of these.
  case unreadable

  /// Whether tables are read from it.
  package var isRead: Bool {
    switch self {
    case .xlsx, .xlsm, .xltx, .xltm, .csv: true
    default: false
    }
  }

  /// The code under which a file that is not read is reported; its variant is the kind's name.
  var code: FindingCode {
    switch self {
    case .xls, .xls5: .legacyBinaryFormat
    case .encrypted: .encryptedFile
    case .xlsb, .ods, .openDocument, .html, .webArchive, .xml2003, .xml, .docx, .pptx, .zip:
      .unsupportedContainer
    case .doc, .ppt, .pdf, .rtf, .image, .otherArchive, .empty, .unreadable, .xlsx, .xlsm, .xltx,
      .xltm, .csv:
      .unreadableFile
    }
  }
}

extension FileKind {
  /// How many of a file's first bytes decide, unless it is a compound file.
  static let headSize = 4096

  /// What the first bytes say: a workbook where they are a ZIP archive's, text (`csv`) where they
  /// are nothing known.
  static func find(head bytes: [UInt8]) -> FileKind {
    if bytes.isEmpty { return .empty }
    for (signature, kind) in signatures where bytes.starts(with: signature) { return kind }
    if isBareBIFF(bytes) { return .xls5 }
    return markup(bytes) ?? .csv
  }

  private static let signatures: [(bytes: [UInt8], kind: FileKind)] = [
    (Array("PK".utf8), .xlsx),
    (CompoundFile.signature, .xls),
    (Array("%PDF-".utf8), .pdf),
    (Array("{\\rtf".utf8), .rtf),
    ([0x89, 0x50, 0x4E, 0x47], .image),
    ([0xFF, 0xD8, 0xFF], .image),
    (Array("GIF8".utf8), .image),
    ([0x1F, 0x8B], .otherArchive),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .otherArchive),
    (Array("Rar!\u{1A}".utf8), .otherArchive),
  ]

  /// How many of a file's last bytes can hold the end of an archive's directory.
  static let archiveTailBytes = 65_557

  /// Whether a ZIP archive follows something else, as in files that unpack themselves: its directory's end
  /// stands in the last 64 KiB (APPNOTE 4.3.16), and no text has such bytes.
  static func hasArchiveAtEnd(_ bytes: [UInt8]) -> Bool {
    let mark: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
    guard bytes.count >= 22 else { return false }
    let first = max(0, bytes.count - archiveTailBytes)
    return (first...(bytes.count - 22)).contains {
      bytes[$0] == 0x50 && bytes[$0...].starts(with: mark)
    }
  }

  /// The records of BIFF 2 to 5 without a compound file around them begin with BOF: 09, a version,
  /// and a length of 4 to 16 ([MS-XLS] 2.4.21).
  private static func isBareBIFF(_ bytes: [UInt8]) -> Bool {
    guard bytes.count > 4, bytes[0] == 0x09, bytes[3] == 0 else { return false }
    return [0x00, 0x02, 0x04, 0x08].contains(bytes[1])
      && [0x04, 0x06, 0x08, 0x10].contains(bytes[2])
  }

  /// Text that begins with a tag is markup, not a table of fields.
  private static func markup(_ bytes: [UInt8]) -> FileKind? {
    // Zeros are left out, so that UTF-16 reads alike.
    let text = String(decoding: bytes.prefix(headSize).filter { $0 != 0 }, as: UTF8.self)
      .lowercased()
    let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" || $0 == "\u{FFFD}" }
    if start.hasPrefix("mime-version:") { return .webArchive }
    guard start.hasPrefix("<") else { return nil }
    if start.hasPrefix("<?xml") {
      let marks = ["urn:schemas-microsoft-com:office:spreadsheet", "excel.sheet"]
      if marks.contains(where: { start.contains($0) }) { return .xml2003 }
      // LibreOffice's single file (.fods), which names its type before anything else.
      if start.contains("opendocument:xmlns:office") {
        return start.contains("opendocument.spreadsheet") ? .ods : .openDocument
      }
    }
    let tables = ["<html", "<!doctype html", "<table", "<body", "<head", "<style", "<meta"]
    if tables.contains(where: { start.contains($0) }) { return .html }
    return start.hasPrefix("<?xml") ? .xml : nil
  }

  /// What a compound file is: an old workbook, an encrypted package, or another document.
  static func find(compound bytes: [UInt8]) -> FileKind {
    var names = CompoundFile.rootNames(bytes)
    // A damaged directory may still show in the bytes what the file was.
    if names.isEmpty, CompoundFile.mentions("EncryptedPackage", in: bytes) {
      names = ["EncryptedPackage"]
    }
    if names.contains("EncryptedPackage") { return .encrypted }
    if names.contains("Workbook") { return .xls }
    if names.contains("Book") { return .xls5 }
    if names.contains("WordDocument") { return .doc }
    if names.contains("PowerPoint Document") { return .ppt }
    return .xls
  }
}
