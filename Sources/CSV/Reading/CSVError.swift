package import Tabular

/// Why delimited text cannot be read on.
package struct CSVError: Error, Hashable {
  package enum Code: Hashable, Sendable {
    /// The file cannot be opened or read.
    case unreadable
    /// Bytes that are no text in the encoding; `byte` is the first of them.
    case damagedText
    /// Text in none of the encodings, or in several; `byte` is the first that is not UTF-8.
    case undecidedEncoding
    /// Bytes of a program, not of a text.
    case binary
    /// More than the limits allow; `limit` names which.
    case limitExceeded
  }

  package var code: Code
  /// The physical line, from 1.
  package var line: Int
  /// The offset in the file.
  package var offset: Int
  /// The byte that stands there.
  package var byte: UInt8 = 0
  package var limit: Limits.Name?

  package init(
    _ code: Code,
    line: Int = 1,
    offset: Int = 0,
    byte: UInt8 = 0,
    limit: Limits.Name? = nil
  ) {
    self.code = code
    self.line = line
    self.offset = offset
    self.byte = byte
    self.limit = limit
  }
}

/// Something in the text that was read by a rule for bad text, and that somebody should see.
package struct CSVIssue: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    /// A quote was opened and not closed in its row, so it was read as a character.
    case unclosedQuote = "unclosed-quote"
    /// Text stands behind a closing quote, or a quote inside a field is not doubled.
    case misplacedQuote = "misplaced-quote"
    /// A byte of value zero.
    case nul = "nul-byte"
    /// A quoted field holds whole lines with as many delimiters as rows have.
    case swallowedRows = "swallowed-rows"
    /// More fields than the row of headings has, and something stands in them.
    case tooManyFields = "too-many-fields"
    /// Fewer fields than the row of headings and most rows have.
    case tooFewFields = "too-few-fields"
    /// An apostrophe that a program wrote before a text against its reading as a formula was taken off.
    case guardRemoved = "guard-removed"
  }

  package var kind: Kind
  /// The zero-based row as a spreadsheet program shows it.
  package var row: Int
  /// The zero-based column.
  package var column: Int
  /// The physical line, from 1.
  package var line: Int
  /// The offset in the file.
  package var offset: Int
  /// The number of fields of the row, of lines or of fields, where that is the issue.
  package var count = 0
}
