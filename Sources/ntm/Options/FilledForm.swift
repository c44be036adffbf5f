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
    guard let blank = blank(of: form) else {
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
        let rows = try grow(grower, form, assessment, beside.plan, blank: blank, to: grown)
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

  /// The form of a kind for a set: one that was drawn for it before one that fits any.
  func first(_ kind: OutputForm.Kind, fitting set: CriteriaSet) throws -> OutputForm {
    guard let found = try fitting(set).first(where: { $0.kind == kind }) else {
      throw fail("no-form", ["set": set.id], 4)
    }
    return found
  }

  /// The forms that a set can be written into, those drawn for it first.
  private func fitting(_ set: CriteriaSet) throws -> [OutputForm] {
    let all = try forms().filter { $0.fits(set.chain, level: set.level) }
    return all.filter { $0.names(set.chain) } + all.filter { !$0.names(set.chain) }
  }

  private func blank(of form: OutputForm) -> String? {
    form.variants.first { $0.name == variant }?.path
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
    let fitting = try fitting(assessment.set).filter {
      $0.kind == .evaluation || $0.kind == .plan
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
    // A printed table has no row for an indicator that a province added; one that grows does.
    let evaluations = fitting.filter { $0.kind == .evaluation }
    let whole = try evaluations.first { form in
      guard form.grow == nil, let blank = blank(of: form) else { return form.grow != nil }
      let filler = EvaluationFormFiller(form: form, catalogue: store.catalogue, language: language)
      return filler.lacks(assessment, blank: try grid(of: form.sheet, in: blank)).isEmpty
    }
    guard let form = whole ?? evaluations.first else {
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
        try WorkbookPatcher.patch(blank, edits: filling.edits, fittingRows: true, to: path)
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
    _ plan: Plan?,
    blank: String,
    to path: String
  ) throws -> FormRows {
    let growth = grower.growth(
      assessment,
      blank: try grid(of: form.sheet, in: blank),
      plan: plan
    )
    let change = try WorkbookEditor.change(
      of: try WorkbookEditor.open(blank),
      edits: [form.sheet: growth.edits],
      layouts: [form.sheet: growth.layout],
      fittingRows: true
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
    let change = try WorkbookEditor.change(
      of: try WorkbookEditor.open(blank),
      edits: filling.edits,
      fittingRows: true
    )
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
