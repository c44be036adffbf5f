import Tabular

/// A heading with alternatives in braces, as definitions write many headings at once: `Giảm{| trong kỳ}`.
enum HeadingPattern {
  /// Every heading that a pattern stands for, in the order in which it names them.
  static func expand(_ text: String) -> [String] {
    guard let open = text.firstIndex(of: "{"),
      let close = text[open...].firstIndex(of: "}")
    else { return [text.trimmed] }
    let before = text[..<open]
    let after = text[text.index(after: close)...]
    let alternatives = text[text.index(after: open)..<close]
      .split(separator: "|", omittingEmptySubsequences: false)
    return alternatives.flatMap { expand("\(before)\($0)\(after)") }
  }
}
