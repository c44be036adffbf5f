public import Tabular

/// What is known about the values of a field before any record is read.
public struct ValueShape: Hashable, Sendable {
  /// The kinds of values.
  public enum Kind: Hashable, Sendable {
    case number, flag, text
    /// One of these ids.
    case choice([String])
  }

  /// The kind of its values.
  public var kind: Kind
  /// What a number counts; `nil` where nobody says so.
  public var dimension: Dimension?
  /// Where its numbers may lie.
  public var bounds: NumberBounds

  /// Creates a shape.
  public init(
    _ kind: Kind,
    dimension: Dimension? = nil,
    bounds: NumberBounds = NumberBounds()
  ) {
    self.kind = kind
    self.dimension = dimension
    self.bounds = bounds
  }
}

/// The least and the greatest number that something can be; `nil` for no bound.
public struct NumberBounds: Hashable, Sendable {
  /// The least number.
  public var least: ExactDecimal?
  /// The greatest number.
  public var greatest: ExactDecimal?

  /// Creates bounds.
  public init(least: ExactDecimal? = nil, greatest: ExactDecimal? = nil) {
    self.least = least
    self.greatest = greatest
  }

  /// Whether no number lies in them.
  var isEmpty: Bool {
    guard let least, let greatest else { return false }
    return least > greatest
  }

  /// The numbers that lie in both.
  func narrowed(_ other: Self) -> Self {
    Self(
      least: [least, other.least].compactMap { $0 }.max(),
      greatest: [greatest, other.greatest].compactMap { $0 }.min()
    )
  }
}

/// What an expression may speak of.
public struct ExpressionScope: Sendable {
  /// The fields by name.
  public var fields: [String: ValueShape]
  /// What one record is, such as a household; `nil` where nobody says so.
  public var record: Dimension?
  /// Whether it speaks of all records, with counts and sums, or of a single one.
  public var isAggregate: Bool

  /// Creates a scope.
  public init(fields: [String: ValueShape], record: Dimension?, isAggregate: Bool) {
    self.fields = fields
    self.record = record
    self.isAggregate = isAggregate
  }
}

/// A problem in an expression that can be parsed.
public struct ExpressionProblem: Hashable, Sendable {
  /// A variant of `definition-error` in the message catalogue.
  public var problem: String
  /// The values that the message names.
  public var arguments: [String: String]
  /// Where it is, in characters from 0.
  public var offset: Int

  /// Creates a problem.
  public init(problem: String, arguments: [String: String], offset: Int) {
    self.problem = problem
    self.arguments = arguments
    self.offset = offset
  }
}
