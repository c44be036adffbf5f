/// What a file may ask of the machine; each limit is checked while reading, never afterwards.
///
/// Sizes in a ZIP header are claims: only counted bytes are compared. The defaults rest on about
/// 2,000 public workbooks (most entries 188, largest total 60 MB, deepest XML 30).
public struct Limits: Hashable, Sendable {
  /// The limits by the names that users give them.
  public enum Name: String, Hashable, Sendable, CaseIterable {
    case fileBytes = "file-bytes"
    case entries
    case bytes
    case partBytes = "part-bytes"
    case ratio
    case ratioAbove = "ratio-above"
    case cells
    case sheets
    case names
    case styles
    case strings
    case merges
    case textBytes = "text-bytes"
    case tagBytes = "tag-bytes"
    case attributes
    case depth
    case rows
    case columns
    case rowBytes = "row-bytes"
  }

  /// Bytes of the file; 256 MiB: its largest part may be no larger even when it is inflated.
  public var fileBytes = 256 << 20
  /// Entries of the container; 1,000, as Apache POI has it and five times the largest seen.
  public var entries = 1_000
  /// Inflated bytes of all parts that are read; 512 MiB, against bombs of many small parts.
  public var bytes = 512 << 20
  /// Inflated bytes of one part; 256 MiB, four times the largest seen.
  public var partBytes = 256 << 20
  /// Inflated bytes for each compressed byte; 200, honest sheets reach 121.
  public var ratio = 200
  /// The output from which on the ratio counts; 16 MiB, small honest parts compress better.
  public var ratioAbove = 16 << 20
  /// Cells of one sheet; 50 million, ten times the largest sheet of our workloads.
  public var cells = 50_000_000
  /// Sheets of a workbook; 1,024, four times what Excel offers for a new one.
  public var sheets = 1_024
  /// Defined names of a workbook, and relationships of one part; 100,000, each is kept in memory.
  public var names = 100_000
  /// Cell formats of a workbook, and its fonts, fills, borders and number formats each; 65,490, as many
  /// cell formats as Excel allows (from memory).
  public var styles = 65_490
  /// Shared texts of a workbook; 10 million, twenty-five times the largest of our workloads.
  public var strings = 10_000_000
  /// Merged ranges of one sheet; 200,000, far above any form.
  public var merges = 200_000
  /// Bytes of one text; 1 MiB, a cell holds at most 32,767 characters.
  public var textBytes = 1 << 20
  /// Bytes of one tag with its attributes; 256 KiB, honest tags stay below 10 KiB.
  public var tagBytes = 256 << 10
  /// Attributes of one element; 256, honest elements have 40 at most.
  public var attributes = 256
  /// Open elements inside one another; 256, which is libxml2's own bound and cannot be raised.
  public var depth = 256
  /// Rows of a delimited file; 1,048,576, as many as a sheet has.
  public var rows = SheetBounds.rows
  /// Fields of one row of a delimited file; 16,384, as many columns as a sheet has.
  public var columns = SheetBounds.columns
  /// Bytes of one row of a delimited file; 64 MiB, which is also the most of it that is in memory.
  public var rowBytes = 64 << 20

  /// The defaults.
  public init() {}

  /// A limit by its name.
  public subscript(name: Name) -> Int {
    get { self[keyPath: name.property] }
    set { self[keyPath: name.property] = newValue }
  }
}

extension Limits.Name {
  fileprivate var property: WritableKeyPath<Limits, Int> {
    switch self {
    case .fileBytes: \.fileBytes
    case .entries: \.entries
    case .bytes: \.bytes
    case .partBytes: \.partBytes
    case .ratio: \.ratio
    case .ratioAbove: \.ratioAbove
    case .cells: \.cells
    case .sheets: \.sheets
    case .names: \.names
    case .styles: \.styles
    case .strings: \.strings
    case .merges: \.merges
    case .textBytes: \.textBytes
    case .tagBytes: \.tagBytes
    case .attributes: \.attributes
    case .depth: \.depth
    case .rows: \.rows
    case .columns: \.columns
    case .rowBytes: \.rowBytes
    }
  }
}

extension Limits {
  /// Why a list of limits as written by a user cannot be used.
  public enum ListError: Error, Hashable, Sendable {
    /// There is no limit of that name.
    case unknownName(String)
    /// Not `name=number` with a number of at least 1.
    case badValue(String)
  }

  /// The defaults with what a list such as `cells=80M,ratio=400` states instead.
  ///
  /// A number may end in `k`, `M` or `G`: thousands, millions, thousand millions.
  public init(list: String) throws(ListError) {
    self.init()
    for item in list.split(separator: ",") {
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let word = String(parts[0]).trimmingBlanks
      guard let name = Name(rawValue: word) else { throw .unknownName(word) }
      guard parts.count == 2, let value = Self.number(String(parts[1]).trimmingBlanks) else {
        throw .badValue(String(item).trimmingBlanks)
      }
      self[name] = value
    }
  }

  private static func number(_ text: String) -> Int? {
    let scales: [Character: Int] = ["k": 1_000, "M": 1_000_000, "G": 1_000_000_000]
    let scale = text.last.flatMap { scales[$0] }
    let digits = scale == nil ? text[...] : text.dropLast()
    guard let count = Int(digits), count >= 1 else { return nil }
    let (value, overflow) = count.multipliedReportingOverflow(by: scale ?? 1)
    return overflow ? nil : value
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
