public import Tabular

/// What a number counts or measures: powers of base units, and how many of them one is.
///
/// `triệu đồng/người` is đồng¹ người⁻¹ with a factor of a million; a share has no powers, `%` a factor
/// of one hundredth.
public struct Dimension: Hashable, Sendable {
  /// The base units with their powers; none for a share.
  public var powers: [String: Int]
  /// The factor as a fraction; `nil` once a plain number was multiplied in, which may convert it.
  public var factor: Factor?

  /// A factor that stays exact.
  public struct Factor: Hashable, Sendable {
    /// The upper number.
    public var top: ExactDecimal
    /// The lower number.
    public var bottom: ExactDecimal

    /// Creates a factor.
    public init(top: ExactDecimal, bottom: ExactDecimal) {
      self.top = top
      self.bottom = bottom
    }

    /// Whether both are the same number.
    public func isSame(_ other: Self) -> Bool {
      top.multiplied(by: other.bottom) == other.top.multiplied(by: bottom)
    }
  }

  /// Creates a dimension.
  public init(powers: [String: Int], factor: Factor?) {
    self.powers = powers.filter { $0.value != 0 }
    self.factor = factor
  }

  /// A base unit.
  public init(_ base: String, factor: ExactDecimal = ExactDecimal(1)) {
    self.init(powers: [base: 1], factor: Factor(top: factor, bottom: ExactDecimal(1)))
  }

  /// The dimension of a product.
  public func times(_ other: Self) -> Self {
    combined(other, sign: 1)
  }

  /// The dimension of a quotient.
  public func over(_ other: Self) -> Self {
    combined(other, sign: -1)
  }

  private func combined(_ other: Self, sign: Int) -> Self {
    var factor: Factor?
    if let own = self.factor, let second = other.factor,
      let top = own.top.multiplied(by: sign > 0 ? second.top : second.bottom),
      let bottom = own.bottom.multiplied(by: sign > 0 ? second.bottom : second.top)
    {
      factor = Factor(top: top, bottom: bottom)
    }
    let powers = self.powers.merging(other.powers.mapValues { $0 * sign }) { $0 + $1 }
    return Self(powers: powers, factor: factor)
  }

  /// The same with a factor that nobody knows.
  public var scaled: Self { Self(powers: powers, factor: nil) }

  /// Whether numbers of both may be added and compared.
  public func fits(_ other: Self) -> Bool {
    guard powers == other.powers else { return false }
    guard let factor, let second = other.factor else { return true }
    return factor.isSame(second)
  }
}

extension Dimension: CustomStringConvertible {
  /// As people write it: `đồng/người (× 1000)`.
  public var description: String {
    func side(_ sign: Int) -> [String] {
      powers.filter { $0.value * sign > 0 }.sorted { $0.key < $1.key }.map {
        $0.key + (abs($0.value) == 1 ? "" : "^\(abs($0.value))")
      }
    }
    let top = side(1)
    let name = ([top.isEmpty ? "1" : top.joined(separator: "·")] + side(-1)).joined(separator: "/")
    guard let factor, let scale = factor.top.divided(by: factor.bottom, places: 6),
      scale != ExactDecimal(1)
    else { return name }
    return "\(name) (× \(scale))"
  }
}
