import Tabular

/// Views, page breaks and columns of a sheet.
extension SheetReferences {
  /// The first visible cell, and how many lines are frozen.
  mutating func view(_ index: Int, _ layout: LineLayout) {
    if let cell = markup.value("topLeftCell", of: index).flatMap({ CellReference(a1: $0) }) {
      // A view of the sheet's start stays one, whatever comes to stand there.
      let isStart = (layout.axis == .rows ? cell.row : cell.column) == 0
      if !isStart { editor.set("topLeftCell", near(cell, layout).description, of: index) }
    }
    let state = markup.value("state", of: index)
    guard markup.elements[index].name == "pane", state == "frozen" || state == "frozenSplit" else {
      return
    }
    let attribute = layout.axis == .rows ? "ySplit" : "xSplit"
    guard let count = markup.value(attribute, of: index).flatMap({ Int($0) }), count > 0 else {
      return
    }
    let first = firstVisible(around: index, layout)
    let last = min(first + count, layout.axis.limit) - 1
    guard let frozen = layout.range(first...max(first, last)) else {
      return editor.unset(attribute, of: index)
    }
    let start = first == 0 ? 0 : layout.nearest(to: first)
    editor.set(attribute, "\(max(1, frozen.upperBound + 1 - start))", of: index)
  }

  /// The first line of the view that a pane is in.
  private func firstVisible(around pane: Int, _ layout: LineLayout) -> Int {
    guard let view = markup.elements[pane].parent,
      let cell = markup.value("topLeftCell", of: view).flatMap({ CellReference(a1: $0) })
    else { return 0 }
    return layout.axis == .rows ? cell.row : cell.column
  }

  private func near(_ cell: CellReference, _ layout: LineLayout) -> CellReference {
    layout.axis == .rows
      ? CellReference(row: layout.nearest(to: cell.row), column: cell.column)
      : CellReference(row: cell.row, column: layout.nearest(to: cell.column))
  }

  mutating func selection(_ index: Int, _ layout: LineLayout) {
    let active = markup.value("activeCell", of: index).flatMap { CellReference(a1: $0) }
    if let active { editor.set("activeCell", near(active, layout).description, of: index) }
    guard let text = markup.value("sqref", of: index) else { return }
    // One for one: `activeCellId` counts them.
    let moved = text.split(separator: " ").map { item in
      guard let area = Area(item), let lines = area.lines(layout.axis) else { return String(item) }
      if let moved = layout.area(area) { return moved.text }
      let line = layout.nearest(to: lines.lowerBound)
      return area.with(line...line, layout.axis).text
    }
    editor.set("sqref", moved.joined(separator: " "), of: index)
  }

  /// A break stands before a line and goes with it, into each repetition of a block.
  mutating func breaks(_ index: Int, _ layout: LineLayout) {
    let axis: LineLayout.Axis = markup.elements[index].name == "rowBreaks" ? .rows : .columns
    guard axis == layout.axis else { return }
    var total = 0
    var manual = 0
    for child in markup.children(of: index) {
      guard let line = markup.value("id", of: child).flatMap({ Int($0) }), line >= 0 else {
        continue
      }
      var places = layout.places(of: line)
      if places.isEmpty { places = [layout.nearest(to: line)] }
      var bytes: [UInt8] = []
      for place in places where place > 0 {
        var own = PartEditor(markup)
        own.set("id", "\(place)", of: child)
        bytes += own.result(in: whole(child))
        total += 1
        if markup.value("man", of: child) == "1" { manual += 1 }
      }
      if bytes.isEmpty { editor.remove(child) } else { editor.replace(whole(child), bytes) }
    }
    if markup.value("count", of: index) != nil { editor.set("count", "\(total)", of: index) }
    if markup.value("manualBreakCount", of: index) != nil {
      editor.set("manualBreakCount", "\(manual)", of: index)
    }
  }

  /// Column formats go with their columns; blank columns take those of the column before them.
  mutating func columns(_ index: Int, _ layout: LineLayout) {
    var places: [(range: ClosedRange<Int>, element: Int)] = []
    for child in markup.children(of: index) {
      guard let first = markup.value("min", of: child).flatMap({ Int($0) }),
        let last = markup.value("max", of: child).flatMap({ Int($0) }), first >= 1, first <= last,
        last <= SheetBounds.columns
      else { continue }
      for stretch in layout.stretches((first - 1)...(last - 1)) { places.append((stretch, child)) }
    }
    places.sort { $0.range.lowerBound < $1.range.lowerBound }
    var bytes: [UInt8] = []
    for (number, place) in places.enumerated() {
      var last = place.range.upperBound
      let next = number + 1 < places.count ? places[number + 1].range.lowerBound : layout.axis.limit
      while last + 1 < next, last + 1 < layout.sources.count, layout.sources[last + 1] == nil {
        last += 1
      }
      var own = PartEditor(markup)
      own.set("min", "\(place.range.lowerBound + 1)", of: place.element)
      own.set("max", "\(last + 1)", of: place.element)
      bytes += own.result(in: whole(place.element))
    }
    if bytes.isEmpty {
      editor.remove(index)
    } else {
      editor.replace(markup.elements[index].content, bytes)
    }
  }

  /// The anchor of a control or an embedded object.
  mutating func anchor(_ index: Int, _ layout: LineLayout) throws(Refusal) {
    let isMoving = ["1", "true"].contains(markup.value("moveWithCells", of: index) ?? "0")
    let isSizing = ["1", "true"].contains(markup.value("sizeWithCells", of: index) ?? "0")
    let mode: AnchorMover.Mode = isSizing ? .twoCells : isMoving ? .oneCell : .absolute
    guard let sizes else { return }
    let mover = AnchorMover(layout: layout, sizes: sizes, place: name)
    try mover.move(index, mode, &editor)
  }
}
