import Findings

/// A report as one JSON object, or its findings as JSON Lines.
package enum ReportJSON {
  /// A finding a line, as the outer contract has it; with an earlier report, lines of state `fixed` at the end.
  package static func writeLines(
    _ report: any FindingsReport,
    _ style: ReportStyle,
    to write: (String) -> Void
  ) throws {
    try report.write({ Self.lines($0, style) }, mostFindings: ReportStyle.atOnce, to: write)
    for fixed in report.totals.fixed { write(object(fixed).line + "\n") }
  }

  /// `{"summary":…,"files":[…],"findings":[…],"fixed":[…]}`.
  package static func write(
    _ report: any FindingsReport,
    _ style: ReportStyle,
    to write: (String) -> Void
  ) throws {
    write("{\"summary\":" + summary(report.totals).line + ",\n\"files\":[")
    var separator = "\n"
    try report.forEachFile { file in
      guard file.container != nil else { return }
      write(separator + object(file).line)
      separator = ",\n"
    }
    write("],\n\"findings\":[")
    var isFirst = true
    try report.write(
      { Self.lines($0, style, ending: ",\n") },
      mostFindings: ReportStyle.atOnce
    ) { text in
      write(isFirst ? "\n" : ",\n")
      isFirst = false
      write(String(text.dropLast(2)))
    }
    write("]")
    if report.totals.hasBaseline {
      let items = report.totals.fixed.map { object($0).line }.joined(separator: ",\n")
      write(",\n\"fixed\":[\n" + items + "]")
    }
    write("}\n")
  }

  /// The findings of a file, one after another.
  private static func lines(
    _ file: ReportFile,
    _ style: ReportStyle,
    ending: String = "\n"
  ) -> String {
    var bytes: [UInt8] = []
    for item in file.findings {
      object(item, style).write(to: &bytes)
      bytes += ending.utf8
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func summary(_ totals: ReportTotals) -> JSONText {
    .object([
      ("complete", .flag(totals.isComplete)),
      ("files", .whole(totals.files)),
      ("clean_files", .whole(totals.cleanFiles)),
      ("unreadable_files", .whole(totals.unreadableFiles)),
      ("remaining_files", .whole(totals.remaining)),
      ("records", .whole(totals.records)),
      ("errors", .whole(totals.count(.error))),
      ("warnings", .whole(totals.count(.warning))),
      ("notes", .whole(totals.count(.note))),
      ("explained", .whole(totals.explained)),
      ("ignored", .whole(totals.ignored)),
      ("not_shown", .whole(totals.notShown)),
      ("new", totals.hasBaseline ? .whole(totals.new) : nil),
      ("unchanged", totals.hasBaseline ? .whole(totals.unchanged) : nil),
      ("fixed", totals.hasBaseline ? .whole(totals.fixed.count) : nil),
    ])
  }

  static func object(_ file: ReportFile) -> JSONText {
    .object([
      ("file", .text(file.name)),
      ("container", .optional(file.container)),
      ("readable", .flag(file.isReadable)),
      ("records", .whole(file.records)),
      (
        "sheets",
        .list(
          file.sheets.map {
            .object([
              ("sheet", .text($0.name)), ("form", .optional($0.form)),
              ("records", .whole($0.records)),
            ])
          }
        )
      ),
      ("villages", .list(file.villages.map { .text($0) })),
      ("findings", .whole(file.findings.count)),
    ])
  }

  static func object(_ item: ReportedFinding, _ style: ReportStyle) -> JSONText {
    var pairs = FindingJSON.pairs(
      item.finding,
      catalogue: style.catalogue,
      language: style.language
    )
    if let record = item.finding.record {
      pairs.append(
        (
          "record",
          .object([("name", .text(record.name)), ("group", record.group.map { .text($0) })])
        )
      )
    }
    pairs.append(("fingerprint", .text(item.fingerprint)))
    if let state = item.state { pairs.append(("state", .text(state.rawValue))) }
    if let explanation = item.explanation {
      pairs.append(
        (
          "explanation",
          .object([
            ("reason", .text(explanation.reason)), ("author", .text(explanation.author)),
            ("date", .text(explanation.date)), ("expires", .text(explanation.expires)),
          ])
        )
      )
    }
    return .object(pairs)
  }

  private static func object(_ fixed: FixedFinding) -> JSONText {
    .object([
      ("code", .text(fixed.code)), ("severity", .text(fixed.severity)), ("file", .text(fixed.file)),
      ("sheet", .optional(fixed.sheet)), ("cell", .optional(fixed.cell)),
      ("message", .text(fixed.message)), ("fingerprint", .text(fixed.fingerprint)),
      ("state", .text("fixed")),
    ])
  }
}
