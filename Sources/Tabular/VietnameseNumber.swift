extension ExactDecimal {
  /// The number as Vietnamese readers write it: decimal comma, groups with dots.
  public var vietnamese: String { grouped(by: ".", decimal: ",") }

  /// The number with its digits in groups of three.
  package func grouped(by separator: Character, decimal: Character) -> String {
    let parts = "\(self)".split(separator: ".")
    var whole = String(parts[0])
    let isNegative = whole.hasPrefix("-")
    if isNegative { whole.removeFirst() }
    var grouped = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { grouped.append(separator) }
      grouped.append(digit)
    }
    return (isNegative ? "-" : "") + grouped + (parts.count > 1 ? "\(decimal)\(parts[1])" : "")
  }
}
