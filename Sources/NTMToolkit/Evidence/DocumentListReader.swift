package import Criteria
package import Definitions
import Findings
import Foundation
package import Forms
import Reporting
import Tabular

/// Reads a list of papers back: what is there, and the numbers and issuers that people wrote into it.
package struct DocumentListReader {
  private let form: OutputForm
  private let table: DocumentTable
  private let needs: [DocumentNeed]
  private let store: DefinitionStore

  package init?(_ needs: [DocumentNeed], form: OutputForm, store: DefinitionStore) {
    guard let table = form.documents else { return nil }
    self.form = form
    self.table = table
    self.needs = needs
    self.store = store
  }

  /// The list of a workbook; `nil` where no sheet holds one.
  package func read(_ opened: OpenedFile, file: String) -> DocumentList? {
    for grid in opened.grids where !grid.isHidden && grid.name != form.sourcesSheet {
      let texts = SheetTexts(grid)
      guard let (columns, header) = columns(texts) else { continue }
      var list = DocumentList(needs, source: file)
      for index in grid.rows.indices where Int(grid.rows[index].number) > header {
        read(texts, index, columns, file, &list)
      }
      report(opened, file, &list)
      return list
    }
    return nil
  }

  /// The columns by meaning, and the row of the headings: both a paper and its state must be there.
  private func columns(_ texts: SheetTexts) -> ([String: Int], Int)? {
    for index in texts.grid.rows.indices {
      var columns: [String: Int] = [:]
      for cell in texts.grid.cells(ofRowAt: index) {
        guard let key = texts.entry(cell)?.key else { continue }
        for (meaning, headings) in table.headings
        where headings.contains(where: { Vocabulary.key($0) == key }) {
          columns[meaning] = Int(cell.column)
        }
      }
      if columns["document"] != nil, columns["state"] != nil {
        return (columns, Int(texts.grid.rows[index].number))
      }
    }
    return nil
  }

  private func read(
    _ texts: SheetTexts,
    _ index: Int,
    _ columns: [String: Int],
    _ file: String,
    _ list: inout DocumentList
  ) {
    let row = Int(texts.grid.rows[index].number)
    func text(_ meaning: String) -> String {
      guard let column = columns[meaning],
        let cell = texts.grid[CellReference(row: row, column: column)]
      else { return "" }
      return texts.display(cell) ?? ""
    }
    let document = Vocabulary.key(text("document"))
    guard !document.isEmpty else { return }
    let code = text("code")
    let entry = list.entries.firstIndex { entry in
      [entry.need.text.vi, entry.need.text.en].contains { Vocabulary.key($0) == document }
        && Self.code(entry.need) == code
    }
    guard let entry else { return }
    list.entries[entry].reference = text("reference")
    list.entries[entry].issuer = text("issuer")
    list.entries[entry].note = text("note")
    list.entries[entry].files = text("file").components(separatedBy: " | ").filter { !$0.isEmpty }
      .map {
        DocumentList.File(name: $0, match: .stated)
      }
    let word = Vocabulary.key(text("state"))
    let state = table.states.first { $0.value.contains { Vocabulary.key($0) == word } }
    list.entries[entry].state = state.flatMap { DocumentList.State(rawValue: $0.key) } ?? .missing
    if state == nil, !word.isEmpty, let column = columns["state"] {
      let place = CellReference(row: row, column: column)
      list.findings.append(
        Finding(
          .unknownChoice,
          at: SourceLocation(file: file, sheet: texts.grid.name, cell: place),
          found: text("state")
        )
      )
    }
  }

  private static func code(_ need: DocumentNeed) -> String {
    switch need.subject {
    case .dossier: ""
    case .indicator(let code), .criterion(let code): code
    }
  }

  /// Cells that were changed since the list was written.
  private func report(_ opened: OpenedFile, _ file: String, _ list: inout DocumentList) {
    let answers = FigureAnswer.all(in: opened.grids, forms: [form], catalogue: store.catalogue)
    for answer in answers ?? [] where answer.isChanged {
      list.findings.append(
        Finding(
          .changedByHand,
          at: SourceLocation(file: file, sheet: answer.sheet, cell: answer.source.cell),
          found: answer.now ?? "",
          arguments: ["then": LocalizedText(answer.source.value ?? "–")]
        )
      )
    }
  }
}
