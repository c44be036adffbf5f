extension ExactDecimal {
  /// The number as Vietnamese readers write it: decimal comma, groups with dots.
  public var vietnamese: String {
    let parts = "\(self)".split(separator: ".")
    var whole = String(parts[0])
    let isNegative = whole.hasPrefix("-")
    if isNegative { whole.removeFirst() }
    var grouped = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { grouped += "." }
      grouped.append(digit)
    }
    return (isNegative ? "-" : "") + grouped + (parts.count > 1 ? "," + parts[1] : "")
  }
}
