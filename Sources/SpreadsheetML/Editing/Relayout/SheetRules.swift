/// Formulas around the rows of a sheet, in its own elements and in its extensions.
extension SheetReferences {
  /// Rewrites what an element holds of formulas.
  mutating func formula(_ index: Int) throws(Refusal) {
    let element = markup.elements[index]
    let isMain = Self.main.contains(element.namespace)
    switch element.name {
    case "formula" where isMain, "formula1" where isMain, "formula2" where isMain:
      try rewrite(index, standpoint(index))
    case "f" where element.namespace == Self.extensionFormula:
      // A sparkline of a moving sheet is rewritten with its copies.
      if layout != nil, ancestor(["sparkline"], of: index) != nil { return }
      let isData = ancestor(["sparkline", "sparklineGroup"], of: index) != nil
      try rewrite(index, standpoint(index), repeated: isData ? .all : .refused)
    case "cfvo" where isMain: try threshold(index)
    case "controlPr" where isMain: try controlLinks(index)
    case "hyperlink" where isMain && layout == nil:
      if let location = try location(index, nil) { editor.set("location", location, of: index) }
    default: break
    }
  }

  private mutating func rewrite(
    _ index: Int,
    _ standpoint: FormulaRewriter.Standpoint?,
    repeated: FormulaRewriter.Repeated = .refused
  ) throws(Refusal) {
    let text = markup.text(of: index)
    let moved = try rewriter.rewritten(
      text,
      owner: name,
      place: "\(name) <\(markup.elements[index].name)>",
      at: standpoint,
      repeated: repeated
    )
    editor.setText(moved, of: index)
  }

  /// The value of a colour scale, data bar or icon, which may be a formula.
  private mutating func threshold(_ index: Int) throws(Refusal) {
    guard let text = markup.value("val", of: index), Double(text) == nil else { return }
    let moved = try rewriter.rewritten(
      text,
      owner: name,
      place: "\(name) <cfvo>",
      at: standpoint(index)
    )
    editor.set("val", moved, of: index)
  }

  /// The cells that an ActiveX control reads and writes.
  private mutating func controlLinks(_ index: Int) throws(Refusal) {
    for attribute in ["linkedCell", "listFillRange"] {
      guard let text = markup.value(attribute, of: index) else { continue }
      let place = "\(name) <controlPr>"
      editor.set(
        attribute,
        try rewriter.rewritten(text, owner: name, place: place),
        of: index
      )
    }
  }

  /// The nearest element of some names around one.
  func ancestor(_ names: Set<String>, of index: Int) -> Int? {
    var next = markup.elements[index].parent
    while let element = next {
      if names.contains(markup.elements[element].name) { return element }
      next = markup.elements[element].parent
    }
    return nil
  }

  /// The cells that a rule is for: its formulas read from the first of them.
  private func standpoint(_ index: Int) -> FormulaRewriter.Standpoint? {
    guard let layout,
      let rule = ancestor(["conditionalFormatting", "dataValidation"], of: index)
    else { return nil }
    let inner = markup.children(of: rule).first { markup.elements[$0].name == "sqref" }
    guard let text = markup.value("sqref", of: rule) ?? inner.map({ markup.text(of: $0) }) else {
      return nil
    }
    let areas = text.split(separator: " ").compactMap { Area($0)?.lines(layout.axis) }
    guard let first = areas.first else { return nil }
    let result = areas.lazy.compactMap { layout.stretches($0).first }.first
    guard let result else { return nil }
    let last = areas.map(\.upperBound).max() ?? first.upperBound
    return FormulaRewriter.Standpoint(
      source: first.lowerBound,
      result: result.lowerBound,
      sweep: max(0, last - first.lowerBound)
    )
  }

  // MARK: - Links

  /// Each repetition of a block has its own link; one that leads to a cell leads there still.
  mutating func hyperlink(_ index: Int, _ layout: LineLayout) throws(Refusal) {
    guard let area = markup.value("ref", of: index).flatMap({ Area($0) }) else { return }
    let source = area.lines(layout.axis)?.lowerBound ?? 0
    var bytes: [UInt8] = []
    for copy in layout.copies(area) {
      var own = PartEditor(markup)
      own.set("ref", copy.text, of: index)
      let result = copy.lines(layout.axis)?.lowerBound ?? 0
      let standpoint = FormulaRewriter.Standpoint(source: source, result: result)
      if let location = try location(index, standpoint) { own.set("location", location, of: index) }
      bytes += own.result(in: whole(index))
    }
    if bytes.isEmpty { editor.remove(index) } else { editor.replace(whole(index), bytes) }
  }

  private func location(
    _ index: Int,
    _ standpoint: FormulaRewriter.Standpoint?
  ) throws(Refusal) -> String? {
    guard let location = markup.value("location", of: index) else { return nil }
    let moved = try rewriter.rewritten(
      location,
      owner: name,
      place: "\(name) <hyperlink>",
      at: standpoint,
      repeated: .first
    )
    // A link to a place that is gone stays as it is: a wrong link says nothing wrong.
    return moved.contains("#REF!") ? nil : moved
  }

  // MARK: - Extensions

  /// Rules, validations and sparklines of newer programs, with their cells in `xm:sqref`.
  mutating func extended(_ index: Int, _ layout: LineLayout) throws(Refusal) {
    switch markup.elements[index].name {
    case "sqref":
      guard let owner = markup.elements[index].parent,
        markup.elements[owner].name != "sparkline"
      else { return }
      if let moved = layout.list(markup.text(of: index)) {
        editor.setText(moved, of: index)
      } else {
        editor.remove(owner)
      }
    case "sparkline": try sparkline(index, layout)
    default: break
    }
  }

  /// A sparkline for each repetition of the block that its cell is in, with the data of that one.
  private mutating func sparkline(_ index: Int, _ layout: LineLayout) throws(Refusal) {
    let children = markup.children(of: index)
    let place = children.first { markup.elements[$0].name == "sqref" }
    guard let place, let area = Area(markup.text(of: place)) else { throw refusal(.part, index) }
    let source = area.lines(layout.axis)?.lowerBound ?? 0
    var bytes: [UInt8] = []
    for copy in layout.copies(area) {
      var own = PartEditor(markup)
      own.setText(copy.text, of: place)
      let result = copy.lines(layout.axis)?.lowerBound ?? 0
      for child in children where markup.elements[child].name == "f" {
        let data = try rewriter.rewritten(
          markup.text(of: child),
          owner: name,
          place: "\(name) <sparkline>",
          at: FormulaRewriter.Standpoint(source: source, result: result),
          repeated: .all
        )
        own.setText(data, of: child)
      }
      bytes += own.result(in: whole(index))
    }
    if bytes.isEmpty { editor.remove(index) } else { editor.replace(whole(index), bytes) }
  }
}
