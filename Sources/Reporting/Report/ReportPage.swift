import Findings

/// A findings report as a page: its numbers, its findings by cause, and what was fixed.
package struct ReportPage {
  private let page: TablePage
  private let style: ReportStyle

  package init(page: TablePage, style: ReportStyle) {
    self.page = page
    self.style = style
  }

  package func write(_ report: any FindingsReport, to write: (String) -> Void) throws {
    var tables = [Self.table(report, style)]
    if !report.totals.fixed.isEmpty { tables.append(fixed(report.totals)) }
    try page.write(
      title: style.phrase("report-title"),
      introduction: introduction(report.totals),
      tables: tables,
      style,
      to: write
    )
  }

  private func introduction(_ totals: ReportTotals) -> [PageBlock] {
    var blocks: [PageBlock] = []
    var lines = style.summary(totals)
    if !totals.isComplete { blocks.append(.alarm(lines.removeLast())) }
    // The numbers say what the sentence with the counts says.
    lines.removeLast()
    var numbers: [(String, Int, String)] = [
      ("report-files", totals.files, ""), ("report-clean-files", totals.cleanFiles, ""),
      ("report-records", totals.records, ""), ("report-errors", totals.count(.error), "error"),
      ("report-warnings", totals.count(.warning), "warning"),
      ("report-notes", totals.count(.note), "note"),
    ]
    if totals.unreadableFiles > 0 {
      numbers.insert(("report-unreadable-files", totals.unreadableFiles, "error"), at: 2)
    }
    if totals.explained > 0 { numbers.append(("report-explained-count", totals.explained, "")) }
    if totals.hasBaseline {
      numbers += [
        ("state-new", totals.new, ""), ("state-unchanged", totals.unchanged, ""),
        ("state-fixed", totals.fixed.count, ""),
      ]
    }
    blocks.append(.numbers(numbers.map { (style.phrase($0), $1, $2) }))
    blocks += lines.map { .paragraph($0) }
    if totals.files > 0 { blocks.append(.paragraph(style.phrase("report-how"))) }
    return blocks
  }

  /// The columns of the table of findings by which other tables lead to it.
  package static let fileColumn = 1
  package static let villageColumn = 6
  package static let formColumn = 7

  /// The findings of a report by cause, as a table for any page.
  package static func table(_ report: any FindingsReport, _ style: ReportStyle) -> PageTable {
    func name(_ key: String) -> String { style.phrase("report-" + key) }
    return PageTable(
      id: "findings",
      caption: name("sheet-findings"),
      columns: [
        PageTable.Column(name("severity"), isFilter: true),
        PageTable.Column(name("file"), isFilter: true),
        PageTable.Column(name("sheet")),
        PageTable.Column(name("cells"), kind: "cells"),
        PageTable.Column(name("message"), kind: "wide"),
        PageTable.Column(name("code"), isFilter: true, kind: "code"),
        PageTable.Column(name("village"), isFilter: true, isHidden: true),
        PageTable.Column(name("form"), isFilter: true, isHidden: true),
      ],
      shown: name("shown"),
      none: name("none"),
      rows: { add in
        try report.forEachFile { file in
          for group in FindingGroup.groups(of: file) { try add(row(group, of: file, style)) }
        }
      }
    )
  }

  private static func row(
    _ group: FindingGroup,
    of file: ReportFile,
    _ style: ReportStyle
  ) -> PageRow {
    let finding = group.first.finding
    let severity = finding.severity.rawValue
    var message = PageCell(group.message(style))
    if let hint = style.catalogue.render(finding, in: style.language).hint {
      message.paragraphs.append(("hint", "→ " + hint))
    }
    if !group.isGroup, let record = finding.record {
      let place = record.group.map { ", " + $0 } ?? ""
      message.paragraphs.append(
        ("record", style.phrase("report-of", ["name": record.name + place]))
      )
    }
    let state = style.state(group.first)
    if !state.isEmpty { message.paragraphs.append(("state", state)) }
    let villages = Set(group.findings.compactMap { $0.finding.record?.group })
    var village = PageCell("")
    village.values = villages.isEmpty ? file.villages : villages.sorted()
    let sheet = file.sheets.first { $0.name == finding.location.sheet }
    var form = PageCell("")
    form.values = (sheet.map { [$0] } ?? file.sheets).compactMap(\.form)
    return PageRow(
      [
        PageCell(style.phrase("severity-" + severity), rank: finding.severity.order),
        PageCell(finding.location.file), PageCell(finding.location.sheet ?? ""),
        PageCell(group.rangeText(style), rank: nil), message, PageCell(finding.code.name), village,
        form,
      ],
      kind: severity,
      count: group.findings.count
    )
  }

  private func fixed(_ totals: ReportTotals) -> PageTable {
    func name(_ key: String) -> String { style.phrase("report-" + key) }
    return PageTable(
      id: "fixed",
      caption: name("fixed-title"),
      columns: ["file", "sheet", "cells", "message", "code"].map {
        PageTable.Column(
          name($0),
          isFilter: $0 == "file",
          kind: ["message": "wide", "code": "code", "cells": "cells"][$0]
        )
      },
      shown: name("shown"),
      none: name("none"),
      rows: { add in
        for fixed in totals.fixed {
          try add(
            PageRow([
              PageCell(fixed.file), PageCell(fixed.sheet ?? ""), PageCell(fixed.cell ?? ""),
              PageCell(fixed.message), PageCell(fixed.code),
            ])
          )
        }
      }
    )
  }
}

extension Severity {
  /// The place in a list that begins with the worst.
  var order: Int { (Self.allCases.firstIndex(of: self) ?? 0) * -1 + 2 }
}
