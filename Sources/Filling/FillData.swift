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
      } else if let exact = FillNumber.exact(number) {
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

/// Numbers of JSON as exact decimals.
enum FillNumber {
  static func exact(_ number: NSNumber) -> ExactDecimal? {
    if let whole = number as? Int { return ExactDecimal(significand: Int128(whole), exponent: 0) }
    let text = "\(number.doubleValue)"
    var digits: Int128 = 0
    var exponent = 0
    var power = 0
    var isFraction = false
    let parts = text.split(separator: "e")
    if parts.count == 2 { power = Int(parts[1]) ?? 0 }
    for byte in (parts.first ?? "").utf8 {
      if byte == UInt8(ascii: ".") { isFraction = true }
      guard (0x30...0x39).contains(byte) else { continue }
      digits = digits * 10 + Int128(byte - 0x30)
      if isFraction { exponent -= 1 }
    }
    return ExactDecimal(
      significand: text.hasPrefix("-") ? -digits : digits,
      exponent: exponent + power
    )
  }
}
