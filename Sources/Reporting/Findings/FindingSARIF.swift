import Findings
import Tabular

/// A report as SARIF 2.1.0: a result each, the sheet and cell as logical location.
package enum FindingSARIF {
  package static func write(
    _ report: any FindingsReport,
    _ style: ReportStyle,
    to write: (String) -> Void
  ) throws {
    let totals = report.totals
    let codes = totals.codes.keys.sorted()
    let numbers = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, $0) })
    let driver = JSONText.object([
      ("name", .text("ntm")),
      ("rules", .list(codes.map { rule($0, style.catalogue, style.language) })),
    ])
    write("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",")
    write("\"runs\":[{\"tool\":" + JSONText.object([("driver", driver)]).line)
    let invocation = JSONText.object([
      ("executionSuccessful", .flag(totals.isComplete)),
      ("properties", ReportJSON.summary(totals)),
    ])
    write(",\"invocations\":" + JSONText.list([invocation]).line)
    write(",\"columnKind\":\"unicodeCodePoints\",\"results\":[")
    var separator = "\n"
    try report.forEachFile { file in
      for item in file.findings {
        write(separator + result(item, numbers, style).line)
        separator = ",\n"
      }
    }
    for fixed in totals.fixed {
      write(separator + absent(fixed).line)
      separator = ",\n"
    }
    write("]}]}\n")
  }

  private static func result(
    _ item: ReportedFinding,
    _ numbers: [String: Int],
    _ style: ReportStyle
  ) -> JSONText {
    let finding = item.finding
    let text = style.catalogue.render(finding, in: style.language)
    let sentences = [text.message, text.hint].compactMap { $0 }.joined(separator: " ")
    // A set: the schema wants each place once.
    var places: [SourceLocation] = []
    for place in finding.related where !places.contains(place) { places.append(place) }
    let related = places.map { location($0) }
    let suppression = item.explanation.map { explanation in
      JSONText.list([
        .object([
          ("kind", .text("external")), ("status", .text("accepted")),
          (
            "justification",
            .text("\(explanation.reason) (\(explanation.author), \(explanation.date))")
          ),
        ])
      ])
    }
    return .object([
      ("ruleId", .text(finding.code.name)),
      ("ruleIndex", numbers[finding.code.name].map { .whole($0) }),
      ("level", .text(finding.severity.rawValue)),
      ("message", .object([("text", .text(sentences))])),
      ("locations", .list([location(finding.location)])),
      ("relatedLocations", related.isEmpty ? nil : .list(related)),
      ("partialFingerprints", .object([("ntm/v1", .text(item.fingerprint))])),
      ("baselineState", item.state.map { .text($0.rawValue) }),
      ("suppressions", suppression),
    ])
  }

  /// What an earlier report had and this one has not.
  private static func absent(_ fixed: FixedFinding) -> JSONText {
    var place = SourceLocation(file: fixed.file, sheet: fixed.sheet)
    place.range = fixed.cell.flatMap { CellRange(a1: $0) }
    return .object([
      ("ruleId", .text(fixed.code)),
      ("level", .text(fixed.severity)),
      ("message", .object([("text", .text(fixed.message))])),
      ("locations", .list([location(place)])),
      ("partialFingerprints", .object([("ntm/v1", .text(fixed.fingerprint))])),
      ("baselineState", .text("absent")),
    ])
  }

  private static func rule(
    _ code: String,
    _ catalogue: MessageCatalogue,
    _ language: Language
  ) -> JSONText {
    let entry = catalogue.entries[code]
    return .object([
      ("id", .text(code)),
      ("shortDescription", entry.map { .object([("text", .text($0.message[language]))]) }),
      ("help", (entry?.hint ?? entry?.advice).map { .object([("text", .text($0[language]))]) }),
    ])
  }

  private static func location(_ place: SourceLocation) -> JSONText {
    let region = place.line.map { JSONText.object([("startLine", .whole($0))]) }
    let name = [place.sheet, place.range?.description].compactMap { $0 }.joined(separator: "!")
    let logical = JSONText.object([
      ("name", .text(place.range?.description ?? place.sheet ?? "")),
      ("fullyQualifiedName", .text(name)),
      ("kind", .text(place.range == nil ? "sheet" : "cell")),
    ])
    return .object([
      (
        "physicalLocation",
        .object([
          ("artifactLocation", .object([("uri", .text(encoded(place.file)))])), ("region", region),
        ])
      ),
      ("logicalLocations", name.isEmpty ? nil : .list([logical])),
    ])
  }

  /// A path as a URI reference (RFC 3986).
  private static func encoded(_ path: String) -> String {
    var result = ""
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }
}
