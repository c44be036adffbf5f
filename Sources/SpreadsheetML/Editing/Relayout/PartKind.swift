/// What a part is, as far as moving lines goes, by its content type.
enum PartKind: Hashable {
  case sheet, drawing, chart, vml, comments, table, singleCells, pivotTable, pivotCache, control
  case connections
  /// Names no cells, or none that move.
  case neutral
  /// Names cells in ways that are not moved, or nothing is known about it.
  case immovable

  /// Content types by what follows the last point, slash or hyphen, without `+xml`.
  private static let movingTypes: [String: PartKind] = [
    "worksheet": .sheet, "drawing": .drawing, "chart": .chart, "chartex": .chart,
    "vmlDrawing": .vml, "comments": .comments, "threadedcomments": .comments, "table": .table,
    "tableSingleCells": .singleCells, "pivotTable": .pivotTable,
    "pivotCacheDefinition": .pivotCache, "controlproperties": .control,
    "connections": .connections,
  ]

  private static let neutralTypes: Set = [
    "main", "styles", "sharedStrings", "theme", "themeOverride", "properties",
    "extended-properties", "core-properties", "custom-properties", "customProperty",
    "customXmlProperties", "printerSettings", "calcChain", "externalLink", "sheetMetadata",
    "person", "slicer", "slicerCache", "timeline", "timelineCache", "queryTable",
    "pivotCacheRecords", "vbaProject", "vbaProjectSignature", "vbaProjectSignatureAgile",
    "vbaProjectSignatureV3", "activeX", "oleObject", "chartstyle", "chartcolorstyle",
    "chartshapes", "diagramColors", "diagramData", "diagramLayout", "diagramStyle",
    "relationships", "xml", "webextension", "webextensiontaskpanes", "rdrichvalue",
    "rdrichvaluestructure", "rdrichvaluetypes", "rdarray", "richstyles", "richvaluerel",
    "richvalue", "rdsupportingpropertybag", "rdsupportingpropertybagstructure",
    "featurepropertybag", "data", "sheet", "document", "presentation", "xmlMaps", "chartsheet",
    "dialogsheet", "attachedToolbars", "origin", "xmlsignature", "docMetadata", "labelInfo",
    "octet-stream", "bin", "emf", "x-emf", "wmf", "x-wmf", "obfuscated-package", "sensitivity",
    "tab-separated-values", "plain", "userShapes", "inkAction", "ink", "document-digital",
  ]

  init(contentType: String) {
    if contentType.hasPrefix("image/") || contentType.hasPrefix("audio/")
      || contentType.hasPrefix("video/") || contentType.hasPrefix("font/")
    {
      self = .neutral
      return
    }
    let plain = contentType.hasSuffix("+xml") ? contentType.dropLast(4) : contentType[...]
    let name = String(plain.split { ".+/".contains($0) }.last ?? "")
    let last = String(plain.split { ".+/-".contains($0) }.last ?? "")
    if let kind = Self.movingTypes[name] {
      self = kind
    } else if Self.neutralTypes.contains(name) || Self.neutralTypes.contains(last) {
      self = .neutral
    } else {
      self = .immovable
    }
  }
}
