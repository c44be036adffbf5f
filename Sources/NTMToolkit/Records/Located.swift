/// A value with the place where it was read.
public struct Located<Value: Sendable>: Sendable {
  /// The value in the form's unit.
  public let value: Value
  /// The file's name.
  public let file: String
  /// The sheet's name.
  public let sheet: String
  /// A cell such as `B12`, or `sheet-name`, `file-name`.
  public let cell: String
  /// What the cell shows; `nil` for a blank cell and for names of sheets and files.
  public let text: String?
}

extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}
