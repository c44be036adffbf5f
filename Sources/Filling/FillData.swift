package import Foundation
package import Tabular

/// A value of the data that a template is filled with.
package indirect enum FillData: Sendable {
  case null
  case text(String)
  case number(ExactDecimal)
  case flag(Bool)
  case list([FillData])
  case object([String: FillData])

  /// Reads JSON; `nil` for what is none.
  package static func parse(json data: Data) -> FillData? {
    guard let value = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
    else {
      return nil
    }
    return FillData(value)
  }

  private init?(_ value: Any) {
    switch value {
    case is NSNull: self = .null
    case let text as String: self = .text(text)
    case let list as [Any]: self = .list(list.compactMap { FillData($0) })
    case let object as [String: Any]: self = .object(object.compactMapValues { FillData($0) })
    case let number as NSNumber:
      // JSON's true and false come as numbers of the type `c`.
      if String(cString: number.objCType) == "c" {
        self = .flag(number.boolValue)
      } else if let whole = number as? Int,
        let exact = ExactDecimal(significand: Int128(whole), exponent: 0)
      {
        self = .number(exact)
      } else if let exact = PlainNumber.exact(number.doubleValue) {
        self = .number(exact)
      } else {
        return nil
      }
    default: return nil
    }
  }

  /// The value at a path; `nil` where there is none.
  package func value(at path: [Substring]) -> FillData? {
    guard let first = path.first else { return self }
    guard case .object(let fields) = self else { return nil }
    if let inner = fields[String(first)]?.value(at: path.dropFirst().map { $0 }) { return inner }
    // Codes have points in them: `indicators.4.2`.
    for length in stride(from: path.count, to: 1, by: -1) {
      let key = path.prefix(length).joined(separator: ".")
      if let inner = fields[key]?.value(at: Array(path.dropFirst(length))) { return inner }
    }
    return nil
  }

  /// The paths of all values that are neither lists nor objects.
  package func leaves(_ prefix: String = "") -> [String] {
    switch self {
    case .object(let fields):
      fields.sorted { $0.key < $1.key }.flatMap {
        $1.leaves(prefix.isEmpty ? $0 : prefix + "." + $0)
      }
    case .list: [prefix]
    default: [prefix]
    }
  }
}
