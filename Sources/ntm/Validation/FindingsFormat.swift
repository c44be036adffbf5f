import ArgumentParser
import Definitions
import Findings
import Foundation
import NTMToolkit
import Reporting
import SpreadsheetML

/// The ways in which a report is written.
enum FindingsFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, jsonl, csv, sarif, xlsx, html

  /// Writes a report to its destination, whole or not at all.
  func write(
    _ report: any FindingsReport,
    _ output: ReportOutput,
    to path: String,
    colour: Bool = false
  ) throws {
    let style = output.style
    let destination = Destination(path, output.common, output.store)
    switch self {
    case .text:
      let text = ReportText(style, usesColour: colour, isQuiet: output.common.quiet)
      try destination.write { write in try text.write(report, to: write) }
    case .json: try destination.write { write in try ReportJSON.write(report, style, to: write) }
    case .jsonl:
      try destination.write { write in try ReportJSON.writeLines(report, style, to: write) }
    case .csv: try destination.write { write in try FindingCSV.write(report, style, to: write) }
    case .sarif: try destination.write { write in try FindingSARIF.write(report, style, to: write) }
    case .xlsx: try destination.make { try ReportWorkbook(style: style).write(report, to: $0) }
    case .html:
      let page = ReportPage(page: try output.page(), style: style)
      try destination.write { write in try page.write(report, to: write) }
    }
  }
}

/// What the outputs of a report have in common.
struct ReportOutput {
  let common: CommonOptions
  let store: DefinitionStore

  var style: ReportStyle { ReportStyle(catalogue: store.catalogue, language: common.lang) }

  /// The page's template, which a province may replace; one that cannot be used ends the program with status 4.
  func page() throws -> TablePage {
    func text(_ name: String) -> String? {
      store.roots.reversed().lazy.compactMap { root in
        FileManager.default.contents(atPath: "\(root)/report/\(name)").flatMap {
          String(validating: $0, as: UTF8.self)
        }
      }.first
    }
    guard let template = text("report.html"), let look = text("report.css"),
      let script = text("report.js")
    else { throw fail("report/report.html, report.css, report.js") }
    do throws(TablePage.Problem) {
      return try TablePage(template: template, look: look, script: script)
    } catch {
      throw fail("report/report.html: {{\(error.missing)}}")
    }
  }

  private func fail(_ problem: String) -> ExitCode {
    let values = ["path": "templates", "problem": problem]
    Terminal.error(
      "ntm: " + style.catalogue.phrase("template-problem", in: style.language, values)
    )
    return ExitCode(4)
  }
}

/// An output of `--output`: a format and a path.
struct FindingsOutput {
  let format: FindingsFormat
  let path: String

  static func parse(_ argument: String) throws -> FindingsOutput {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let known = FindingsFormat.allCases.map(\.rawValue)
    guard parts.count == 2, !parts[1].isEmpty,
      let format = FindingsFormat(rawValue: String(parts[0]))
    else {
      let nearest = Spelling.nearest(to: String(parts[0]), among: known)
      let hint = nearest.map { $0 == parts[0] ? "" : "; did you mean ‘\($0)’?" } ?? ""
      throw ValidationError(
        "‘\(argument)’: write FORMAT=PATH; the formats are: \(known.joined(separator: ", "))\(hint)"
      )
    }
    return FindingsOutput(format: format, path: String(parts[1]))
  }
}
