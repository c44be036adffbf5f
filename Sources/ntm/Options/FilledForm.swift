import ArgumentParser
import Criteria
import Definitions
import Evaluation
import Findings
import Forms
import Foundation
import Reporting
import SpreadsheetML
import Tabular

/// Writes the official form, filled in: a copy of the blank with its cells patched.
struct FilledForm {
  let store: DefinitionStore
  let language: Language
  let variant: String
  /// The id of the form; `nil` takes the first evaluation form that fits the set.
  var formID: String?

  func fail(_ key: String, _ values: [String: String], _ code: Int32) -> ExitCode {
    Terminal.error("ntm: " + store.catalogue.phrase(key, in: language, values))
    return ExitCode(code)
  }

  func write(
    _ assessment: Assessment,
    beside: EvaluationFormFiller.Beside = EvaluationFormFiller.Beside(),
    to destination: Destination
  ) throws {
    let form = try form(for: assessment)
    guard let blank = form.variants.first(where: { $0.name == variant })?.path else {
      let known = form.variants.map(\.name).joined(separator: ", ")
      throw fail("no-variant", ["name": variant, "known": known], 64)
    }
    try destination.make { path in
      do {
        guard let grower = FormGrower(form: form, language: language) else {
          return try fill(form, assessment, beside, nil, blank: blank, to: path)
        }
        // Beside the result, and gone with the folder in which it is made.
        let grown = path + ".grown"
        let rows = try grow(grower, form, assessment, blank: blank, to: grown)
        try fill(form, assessment, beside, rows, blank: grown, to: path)
      } catch let error as PatchError {
        if case .cannotWrite = error { throw error }
        throw fail("template-problem", ["path": blank, "problem": "\(error)"], 4)
      }
    }
  }

  /// All forms that are filled; a mistake in one ends the program with status 4.
  private func forms() throws -> [OutputForm] {
    let log = DefinitionLog()
    let forms = OutputFormFile(log: log).all(store)
    let text = FindingText(catalogue: store.catalogue, language: language, usesColour: false)
    for problem in log.findings { Terminal.error(text.lines(problem).joined(separator: "\n")) }
    if log.hasErrors { throw ExitCode(4) }
    return forms
  }

  /// The form of an id; for an unknown one the nearest is named.
  func named(_ id: String) throws -> OutputForm {
    let forms = try forms()
    if let form = forms.first(where: { $0.id == id }) { return form }
    throw unknown(id, forms.map(\.id))
  }

  /// The first form of a kind that fits a set.
  func first(_ kind: OutputForm.Kind, fitting chain: [String]) throws -> OutputForm {
    let found = try forms().first { form in
      form.kind == kind && !form.criteriaSets.filter { chain.contains($0) || $0 == "*" }.isEmpty
    }
    guard let found else { throw fail("no-form", ["set": chain.last ?? ""], 4) }
    return found
  }

  private func unknown(_ id: String, _ known: [String]) -> ExitCode {
    let nearest = Spelling.nearest(to: id, among: known)
    return fail(
      nearest == nil ? "unknown-output-form" : "unknown-form-nearest",
      ["id": id, "nearest": nearest ?? "", "known": known.joined(separator: ", ")],
      64
    )
  }

  private func form(for assessment: Assessment) throws -> OutputForm {
    let forms = try forms()
    let fitting = forms.filter { form in
      form.kind == .evaluation || form.kind == .plan || form.kind == .evidence
    }.filter { form in
      form.criteriaSets.contains("*")
        || !form.criteriaSets.filter(assessment.set.chain.contains).isEmpty
    }
    if let formID {
      if let form = fitting.first(where: { $0.id == formID }) { return form }
      if let other = forms.first(where: { $0.id == formID }),
        [.figures, .summary].contains(other.kind)
      {
        throw fail("form-needs-rollup", ["id": formID], 64)
      }
      throw unknown(formID, fitting.map(\.id))
    }
    guard let form = fitting.first(where: { $0.kind == .evaluation }) else {
      throw fail("no-form", ["set": assessment.set.id], 4)
    }
    return form
  }

  /// Writes a form of figures.
  func write(
    _ result: FigureResult,
    as form: OutputForm,
    unit: String,
    year: Int,
    isHalf: Bool,
    to destination: Destination
  ) throws {
    guard let blank = form.variants.first?.path else { throw fail("no-form", ["set": form.id], 4) }
    let filler = FigureFiller(form: form, catalogue: store.catalogue, language: language)
    let filling = filler.fill(
      result,
      blank: try grid(of: form.sheet, in: blank),
      vocabulary: store.vocabulary,
      unit: unit,
      year: year,
      isHalf: isHalf
    )
    guard let filling else { throw fail("no-figures-blank", ["id": form.id, "path": blank], 4) }
    try destination.make { path in
      do {
        try WorkbookPatcher.patch(blank, edits: filling.edits, heights: filling.heights, to: path)
      } catch let error as PatchError {
        if case .cannotWrite = error { throw error }
        throw fail("template-problem", ["path": blank, "problem": "\(error)"], 4)
      }
    }
  }

  /// Repeats the model rows of a blank that has them, and says where its lines stand.
  private func grow(
    _ grower: FormGrower,
    _ form: OutputForm,
    _ assessment: Assessment,
    blank: String,
    to path: String
  ) throws -> FormRows {
    let growth = grower.growth(assessment, blank: try grid(of: form.sheet, in: blank))
    let change = try WorkbookEditor.change(
      blank,
      edits: [form.sheet: growth.edits],
      layouts: [form.sheet: growth.layout],
      heights: [form.sheet: growth.heights]
    )
    try WorkbookPatcher.write(change, of: blank, to: path)
    return growth.rows
  }

  private func fill(
    _ form: OutputForm,
    _ assessment: Assessment,
    _ beside: EvaluationFormFiller.Beside,
    _ grown: FormRows?,
    blank: String,
    to path: String
  ) throws {
    let filling = EvaluationFormFiller(form: form, catalogue: store.catalogue, language: language)
      .fill(assessment, blank: try grid(of: form.sheet, in: blank), grown: grown, beside: beside)
    if !filling.codesWithoutRow.isEmpty {
      let codes = filling.codesWithoutRow.joined(separator: ", ")
      throw fail("codes-without-row", ["codes": codes], 4)
    }
    let change = try WorkbookEditor.change(blank, edits: filling.edits, heights: filling.heights)
    try WorkbookPatcher.write(change, of: blank, to: path)
  }

  func grid(of sheet: String, in path: String) throws -> Grid {
    do throws(XMLError) {
      let workbook = try Workbook.open(path: path)
      if let index = workbook.sheets.firstIndex(where: { $0.name == sheet }) {
        return try workbook.readGrid(sheetAt: index)
      }
    } catch {
      throw fail("template-problem", ["path": path, "problem": "\(error.code)"], 4)
    }
    throw fail("template-problem", ["path": path, "problem": sheet], 4)
  }
}
