import Tabular

/// How high the rows of a sheet are, or how wide its columns, in English Metric Units.
///
/// Columns state their width in digits of the default font; 7 pixels a digit at 9,525 units a pixel
/// is right for Calibri 11 and close for its like.
struct LineSizes {
  static let unitsPerPixel = 9525
  private static let unitsPerPoint = 12700

  private var stated: [ClosedRange<Int>: Int] = [:]
  private var single: [Int: Int] = [:]
  private var usual: Int

  /// `nil` for a part that cannot be read.
  init?(_ splicer: SheetSplicer, _ axis: LineLayout.Axis) {
    guard let markup = Markup(splicer.bytes, skipping: splicer.dataContent) else { return nil }
    let format = markup.elements.indices.first { markup.elements[$0].name == "sheetFormatPr" }
    func usual(_ name: String) -> Double? {
      format.flatMap { markup.value(name, of: $0) }.flatMap { Double($0) }
    }
    if axis == .rows {
      self.usual = Self.units(usual("defaultRowHeight") ?? 15, Self.unitsPerPoint)
      for row in splicer.rows {
        let height = SheetSplicer.attribute("ht", splicer.bytes, row.openTag)
        let isHidden = SheetSplicer.attribute("hidden", splicer.bytes, row.openTag) == "1"
        if isHidden {
          single[row.number] = 0
        } else if let points = height.flatMap({ Double($0) }) {
          single[row.number] = Self.units(points, Self.unitsPerPoint)
        }
      }
    } else {
      self.usual = Self.units(usual("defaultColWidth") ?? 9.14, 7 * Self.unitsPerPixel)
      for index in markup.elements.indices where markup.elements[index].name == "col" {
        guard let first = markup.value("min", of: index).flatMap({ Int($0) }), first >= 1,
          let last = markup.value("max", of: index).flatMap({ Int($0) }), last >= first
        else { continue }
        let digits = markup.value("width", of: index).flatMap { Double($0) }
        let isHidden = markup.value("hidden", of: index) == "1"
        let size = digits.map { Self.units($0, 7 * Self.unitsPerPixel) } ?? self.usual
        stated[(first - 1)...(last - 1)] = isHidden ? 0 : size
      }
    }
  }

  /// Sizes beyond any sheet are taken for none.
  private static func units(_ size: Double, _ unit: Int) -> Int {
    let units = size * Double(unit)
    return units >= 0 && units < 1e9 ? Int(units) : 0
  }

  /// The size of a line.
  func size(_ line: Int) -> Int {
    single[line] ?? stated.first { $0.key.contains(line) }?.value ?? usual
  }

  /// The size of a line of the result: that of the line it comes from.
  func size(_ line: Int, _ layout: LineLayout) -> Int {
    guard layout.sources.indices.contains(line) else {
      return size(line - layout.sources.count + layout.covered)
    }
    return layout.sources[line].map { size($0) } ?? usual
  }
}
