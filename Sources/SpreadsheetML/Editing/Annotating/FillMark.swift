/// Puts the colour of a mark into a fill that is no plain colour, so that it can be taken out again.
///
/// A gradient gets one more stop, a pattern without a colour behind it gets one; a pattern on a colour has
/// no room for a mark and stays as it is.
struct FillMark {
  private let fill: Markup

  /// `nil` for a plain colour and for no fill at all, which are marked in another way.
  init?(_ fill: Markup) {
    if fill.descendant("gradientFill", of: 0) == nil {
      guard let pattern = fill.descendant("patternFill", of: 0),
        let type = fill.value("patternType", of: pattern), type != "solid", type != "none"
      else { return nil }
    }
    self.fill = fill
  }

  private static var colours: [String] { Annotations.Level.allCases.map(\.colour) }

  private func isMark(_ colour: Int) -> Bool {
    fill.value("rgb", of: colour).map(Self.colours.contains) ?? false
  }

  /// The stop of a gradient that is a mark.
  private var markedStop: Int? {
    guard let gradient = fill.descendant("gradientFill", of: 0) else { return nil }
    return fill.children(of: gradient).first { stop in
      fill.descendant("color", of: stop).map(isMark) ?? false
    }
  }

  /// Whether a mark is in it.
  var isMarked: Bool {
    if fill.descendant("gradientFill", of: 0) != nil { return markedStop != nil }
    return fill.descendant("bgColor", of: 0).map(isMark) ?? false
  }

  /// The fill with the colour of a mark; `nil` where there is no room for one.
  func marked(_ colour: String) -> String? {
    var editor = PartEditor(fill)
    if let gradient = fill.descendant("gradientFill", of: 0) {
      let stops = fill.children(of: gradient)
      guard let last = stops.last else { return nil }
      let prefix = editor.prefix(of: gradient)
      let stop =
        "<\(prefix)stop position=\"0.5\"><\(prefix)color rgb=\"\(colour)\"/></\(prefix)stop>"
      // In the order of the positions.
      let after = stops.first { Double(fill.value("position", of: $0) ?? "") ?? 0 > 0.5 } ?? last
      editor.insert(stop, at: fill.elements[after].whole.lowerBound)
    } else if let pattern = fill.descendant("patternFill", of: 0) {
      if let back = fill.descendant("bgColor", of: pattern) {
        guard fill.value("indexed", of: back) == "64" || fill.value("auto", of: back) == "1" else {
          return nil
        }
        editor.remove(back)
      }
      editor.append("<bgColor rgb=\"\(colour)\"/>", to: pattern)
    }
    return String(decoding: editor.result(), as: UTF8.self)
  }

  /// The fill without its mark; `nil` where it has none.
  var unmarked: String? {
    guard isMarked else { return nil }
    var editor = PartEditor(fill)
    if let stop = markedStop {
      editor.remove(stop)
    } else if let back = fill.descendant("bgColor", of: 0) {
      editor.remove(back)
    }
    return String(decoding: editor.result(), as: UTF8.self)
  }
}
