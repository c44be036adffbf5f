/// Something in a file that is read, though no program should have written it so.
///
/// Whoever reads the values must be able to know of it: each becomes a finding.
public struct GridNote: Hashable, Sendable {
  /// What was found; the raw value is the variant of its message.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// One address with two different values; the later counts.
    case cellTwice = "cell-twice"
    /// A cell that names another row than the one it stands in; it belongs where it says.
    case cellElsewhere = "cell-elsewhere"
    /// A cell whose type no standard knows; it is read as a number where it is one.
    case unknownType = "unknown-type"
    /// A cell with two values; the later counts.
    case valueTwice = "value-twice"
    /// A cell whose style the workbook does not have; it has no number format then.
    case unknownStyle = "unknown-style"
    /// A text of more than 32,767 characters, which spreadsheet programs cut off.
    case longText = "long-text"
    /// A workbook without a list of its parts.
    case noContentTypes = "no-content-types"
    /// A text inside a cell whose type says that there is none; it is read.
    case hiddenText = "text-of-no-type"
    /// A cell that shares a formula which the sheet does not have; its result is read.
    case lostFormula = "lost-formula"
    /// A merged range that covers no cells by its address.
    case badMerge = "bad-merge"
  }

  /// The most notes that are kept of one sheet; the first say enough.
  public static let most = 100

  /// What was found.
  public var kind: Kind
  /// Where; `nil` for what concerns the whole file.
  public var cell: CellReference?

  /// Creates a note.
  public init(_ kind: Kind, _ cell: CellReference?) {
    self.kind = kind
    self.cell = cell
  }
}
