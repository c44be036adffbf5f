/// What a workbook may ask of the machine; each limit is checked while reading, never afterwards.
///
/// Sizes in a ZIP header are claims: only counted bytes are compared. The defaults rest on about
/// 2,000 public workbooks (most entries 188, largest total 60 MB, deepest XML 30).
public struct Limits: Hashable, Sendable {
  /// Entries of the container; 1,000, as Apache POI has it and five times the largest seen.
  public var entries = 1_000
  /// Inflated bytes of one part; 256 MiB, four times the largest seen.
  public var partBytes = 256 << 20
  /// Inflated bytes for each compressed byte; 200, honest sheets reach 121.
  public var ratio = 200
  /// The output from which on the ratio counts; 16 MiB, small honest parts compress better.
  public var ratioAppliesAbove = 16 << 20
  /// Cells of one sheet; 50 million, ten times the largest sheet of our workloads.
  public var cells = 50_000_000
  /// Merged ranges of one sheet; 200,000, far above any form.
  public var merges = 200_000
  /// Bytes of one text; 1 MiB, a cell holds at most 32,767 characters.
  public var textBytes = 1 << 20
  /// Bytes of one tag with its attributes; 256 KiB, honest tags stay below 10 KiB.
  public var tagBytes = 256 << 10
  /// Attributes of one element; 256, honest elements have 40 at most.
  public var attributes = 256

  /// The defaults.
  public init() {}
}
