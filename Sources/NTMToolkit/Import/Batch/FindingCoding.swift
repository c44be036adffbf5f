import Findings
import Tabular

/// Findings as bytes: a batch keeps them in a file and not in memory.
extension ByteWriter {
  mutating func severity(_ value: Severity) {
    number(Severity.allCases.firstIndex(of: value) ?? 0)
  }

  mutating func range(_ value: CellRange?) {
    flag(value != nil)
    guard let value else { return }
    for cell in [value.upperLeft, value.lowerRight] {
      number(cell.row)
      number(cell.column)
    }
  }

  /// A place; the file's name only where it is another than that of the file it belongs to.
  mutating func location(_ place: SourceLocation, of file: String) {
    optional(place.file == file ? nil : place.file)
    optional(place.sheet)
    range(place.range)
    optional(place.line)
    optional(place.column)
    optional(place.byte)
  }

  mutating func localized(_ text: LocalizedText) {
    self.text(text.vi)
    optional(text.en == text.vi ? nil : text.en)
  }

  mutating func finding(_ finding: Finding, of file: String) {
    text(finding.code.name)
    severity(finding.code.severity)
    optional(finding.variant)
    severity(finding.severity)
    location(finding.location, of: file)
    optional(finding.field)
    optional(finding.header)
    optional(finding.found)
    flag(finding.expected != nil)
    if let expected = finding.expected { localized(expected) }
    list(finding.arguments.sorted { $0.key < $1.key }) {
      $0.text($1.key)
      $0.localized($1.value)
    }
    list(finding.related) { $0.location($1, of: file) }
    optional(finding.basis)
    flag(finding.record != nil)
    if let record = finding.record {
      text(record.name)
      optional(record.group)
    }
  }
}

extension ByteReader {
  mutating func severity() throws(Damage) -> Severity {
    let index = try number()
    guard Severity.allCases.indices.contains(index) else { throw Damage() }
    return Severity.allCases[index]
  }

  mutating func range() throws(Damage) -> CellRange? {
    guard try flag() else { return nil }
    let first = CellReference(row: try number(), column: try number())
    let last = CellReference(row: try number(), column: try number())
    return CellRange(first, last)
  }

  mutating func location(of file: String) throws(Damage) -> SourceLocation {
    SourceLocation(
      file: try optionalText() ?? file,
      sheet: try optionalText(),
      range: try range(),
      line: try optionalNumber(),
      column: try optionalNumber(),
      byte: try optionalNumber()
    )
  }

  mutating func localized() throws(Damage) -> LocalizedText {
    let vi = try text()
    return LocalizedText(vi: vi, en: try optionalText() ?? vi)
  }

  mutating func finding(of file: String) throws(Damage) -> Finding {
    let code = FindingCode(try text(), try severity())
    let variant = try optionalText()
    let severity = try severity()
    var finding = Finding(code, variant, at: try location(of: file), severity: severity)
    finding.field = try optionalText()
    finding.header = try optionalText()
    finding.found = try optionalText()
    if try flag() { finding.expected = try localized() }
    let arguments = try list { reader throws(Damage) in
      (key: try reader.text(), value: try reader.localized())
    }
    for (key, value) in arguments { finding.arguments[key] = value }
    finding.related = try list { reader throws(Damage) in try reader.location(of: file) }
    finding.basis = try optionalText()
    if try flag() {
      finding.record = RecordLabel(name: try text(), group: try optionalText())
    }
    return finding
  }
}
