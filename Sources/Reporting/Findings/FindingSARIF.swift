package import Findings
import Tabular

/// Findings as SARIF 2.1.0: a result each, the sheet and cell as logical location.
package enum FindingSARIF {
  package static func object(
    _ findings: [Finding],
    catalogue: MessageCatalogue,
    language: Language
  ) -> JSONText {
    let codes = Set(findings.map(\.code.name)).sorted()
    let rules = codes.map { rule($0, catalogue, language) }
    let results = findings.map { finding -> JSONText in
      let text = catalogue.render(finding, in: language)
      return .object([
        ("ruleId", .text(finding.code.name)),
        ("ruleIndex", codes.firstIndex(of: finding.code.name).map { .whole($0) }),
        ("level", .text(finding.severity.rawValue)),
        (
          "message",
          .object([
            ("text", .text([text.message, text.hint].compactMap { $0 }.joined(separator: " ")))
          ])
        ),
        ("locations", .list([location(finding.location)])),
        (
          "relatedLocations",
          finding.related.isEmpty ? nil : .list(finding.related.map { location($0) })
        ),
      ])
    }
    let driver = JSONText.object([
      ("name", .text("ntm")),
      ("rules", .list(rules)),
    ])
    let run = JSONText.object([
      ("tool", .object([("driver", driver)])),
      ("columnKind", .text("unicodeCodePoints")),
      ("results", .list(results)),
    ])
    return .object([
      ("$schema", .text("https://json.schemastore.org/sarif-2.1.0.json")),
      ("version", .text("2.1.0")),
      ("runs", .list([run])),
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
      ("help", entry?.hint.map { .object([("text", .text($0[language]))]) }),
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
