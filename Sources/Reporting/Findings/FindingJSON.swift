package import Findings
import Tabular

/// Findings as JSON objects, as the outer contract has them.
package enum FindingJSON {
  /// One finding with its sentences in a language.
  package static func object(
    _ finding: Finding,
    catalogue: MessageCatalogue,
    language: Language
  ) -> JSONText {
    .object(pairs(finding, catalogue: catalogue, language: language))
  }

  static func pairs(
    _ finding: Finding,
    catalogue: MessageCatalogue,
    language: Language
  ) -> [(String, JSONText?)] {
    let text = catalogue.render(finding, in: language)
    let place = finding.location
    let range = place.cell == nil ? place.range?.description : nil
    return [
      ("code", .text(finding.code.name)),
      ("severity", .text(finding.severity.rawValue)),
      ("file", .text(place.file)),
      ("sheet", .optional(place.sheet)),
      ("cell", .optional(place.cell?.description)),
      ("range", .optional(range)),
      ("line", place.line.map { .whole($0) }),
      ("column", place.column.map { .whole($0) }),
      ("byte", place.byte.map { .whole($0) }),
      ("field", .optional(finding.field)),
      ("header", .optional(finding.header)),
      ("found", .optional(finding.found)),
      ("expected", .optional(text.expected)),
      ("message", .text(text.message)),
      ("hint", .optional(text.hint)),
      ("related", .list(finding.related.map { related($0, of: place) })),
      ("basis", .optional(finding.basis)),
    ]
  }

  private static func related(_ place: SourceLocation, of main: SourceLocation) -> JSONText {
    .object([
      ("file", place.file == main.file ? nil : .text(place.file)),
      ("sheet", .optional(place.sheet)),
      ("cell", .optional((place.cell ?? place.range?.upperLeft)?.description)),
      ("range", place.cell == nil ? place.range.map { .text($0.description) } : nil),
    ])
  }
}
