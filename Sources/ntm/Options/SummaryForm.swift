import ArgumentParser
import Criteria
import Definitions
import Evaluation
import Findings
import Forms
import NTMToolkit
import Reporting
import SpreadsheetML
import Tabular

/// Writes the summary of a province: the overview, the villages, and a sheet for each commune.
struct SummaryForm {
  let filled: FilledForm
  let form: OutputForm
  let unit: String
  let year: Int

  private var catalogue: MessageCatalogue { filled.store.catalogue }

  func write(_ outcome: CommuneRollup.Outcome, to destination: Destination) throws {
    guard let blank = form.variants.first?.path, let table = form.summary,
      let filler = SummaryFiller(form: form, catalogue: catalogue, language: filled.language),
      let grower = FormGrower(form: form, language: filled.language),
      let first = outcome.communes.first?.assessment
    else { throw filled.fail("no-communes", [:], 3) }
    if first.criteria.count > table.criterionCount {
      throw filled.fail(
        "summary-too-wide",
        ["count": "\(first.criteria.count)", "columns": "\(table.criterionCount)"],
        4
      )
    }
    let villages = outcome.communes.flatMap { lines($0) }
    let growth = grower.growth(first, blank: try filled.grid(of: form.sheet, in: blank))
    var layouts = filler.layouts(units: outcome.communes.count, villages: villages.count)
    layouts[form.sheet] = growth.layout
    try destination.make { path in
      do {
        // Beside the result, and gone with the folder in which it is made.
        let grown = path + ".grown"
        let change = try WorkbookEditor.change(
          of: try WorkbookEditor.open(blank),
          edits: [form.sheet: growth.edits],
          layouts: layouts,
          fittingRows: true
        )
        try WorkbookPatcher.write(change, of: blank, to: grown)
        let own = [table.sheet] + (table.villages.map { [$0.sheet] } ?? [])
        var grids: [String: Grid] = [:]
        for name in own { grids[name] = try filled.grid(of: name, in: grown) }
        let result = filler.fill(
          outcome.communes.map { unit($0) },
          villages: villages,
          grids: grids,
          detail: try filled.grid(of: form.sheet, in: grown),
          rows: growth.rows,
          title: unit,
          year: year
        )
        let copies = SheetCopies(of: form.sheet, copies: result.copies)
        let whole = try copies.change(
          grown,
          edits: result.edits,
          links: result.links
        )
        try WorkbookPatcher.write(whole, of: grown, to: path)
      } catch let error as PatchError {
        if case .cannotWrite = error { throw error }
        throw filled.fail("template-problem", ["path": blank, "problem": "\(error)"], 4)
      }
    }
  }

  private func unit(_ commune: CommuneReport) -> SummaryFiller.Unit {
    var notes: [String] = []
    for state in CommuneReport.Arrival.State.allCases where state != .clean {
      let count = commune.arrivals.count { $0.state == state }
      if count > 0 {
        notes.append(
          catalogue.phrase(
            "arrivals-" + state.rawValue,
            in: filled.language,
            ["count": "\(count)"]
          )
        )
      }
    }
    return SummaryFiller.Unit(
      assessment: commune.assessment,
      folder: commune.folder,
      group: commune.assessment.region?.name[filled.language] ?? commune.entry?.group ?? "",
      note: notes.joined(separator: "; ")
    )
  }

  private func lines(_ commune: CommuneReport) -> [SummaryFiller.VillageLine] {
    commune.arrivals.map { arrival in
      SummaryFiller.VillageLine(
        texts: [
          "unit": commune.name, "village": arrival.village, "form": arrival.form,
          "file": arrival.file ?? "", "folder": commune.folder,
          "state": catalogue.phrase("arrival-" + arrival.state.rawValue, in: filled.language),
        ],
        numbers: arrival.file == nil
          ? [:]
          : [
            "records": arrival.records, "errors": arrival.errors, "warnings": arrival.warnings,
          ]
      )
    }
  }
}
