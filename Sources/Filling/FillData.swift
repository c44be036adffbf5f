package import Tabular

/// A value of the data that a template is filled with.
package indirect enum FillData: Sendable {
  case null
  case text(String)
  case number(ExactDecimal)
  case flag(Bool)
  case list([FillData])
  case object([String: FillData])

  /// Reads JSON; a number is exact, and one that no cell can hold is a problem.
  package static func parse(json data: [UInt8]) throws(FillDataProblem) -> FillData {
    let read: Result<FillData, FillDataProblem> = data.withUnsafeBufferPointer { bytes in
      Result { () throws(FillDataProblem) in try FillDataReader.read(bytes) }
    }
    return try read.get()
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
