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

  private func fail(_ key: String, _ values: [String: String], _ code: Int32) -> ExitCode {
    Terminal.error("ntm: " + store.catalogue.phrase(key, in: language, values))
    return ExitCode(code)
  }

  func write(_ assessment: Assessment, to path: String) throws {
    let log = DefinitionLog()
    let forms = OutputFormFile(log: log).all(store)
    let text = FindingText(catalogue: store.catalogue, language: language, usesColour: false)
    for problem in log.findings { Terminal.error(text.lines(problem).joined(separator: "\n")) }
    if log.hasErrors { throw ExitCode(4) }
    guard
      let form = forms.first(where: {
        !$0.criteriaSets.filter(assessment.set.chain.contains).isEmpty
      })
    else { throw fail("no-form", ["set": assessment.set.id], 4) }
    guard let blank = form.variants.first(where: { $0.name == variant })?.path else {
      let known = form.variants.map(\.name).joined(separator: ", ")
      throw fail("no-variant", ["name": variant, "known": known], 64)
    }
    let grid = try self.grid(of: form.sheet, in: blank)
    let filling = EvaluationFormFiller(form: form, catalogue: store.catalogue, language: language)
      .fill(assessment, blank: grid)
    if !filling.codesWithoutRow.isEmpty {
      let codes = filling.codesWithoutRow.joined(separator: ", ")
      throw fail("codes-without-row", ["codes": codes], 4)
    }
    try OutputFile.make(path) { temporary in
      try FileManager.default.copyItem(atPath: blank, toPath: temporary)
      do throws(PatchError) {
        try WorkbookPatcher.patch(
          blank,
          edits: filling.edits,
          heights: filling.heights,
          to: temporary
        )
      } catch {
        throw fail("template-problem", ["path": blank, "problem": "\(error)"], 4)
      }
    }
  }

  private func grid(of sheet: String, in path: String) throws -> Grid {
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
