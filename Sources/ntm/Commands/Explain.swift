import ArgumentParser
import Definitions
import Evaluation
import Findings
import Forms
import NTMToolkit
import Reporting
import Tabular
import VietnameseText

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says where a figure in a filled-in form comes from.",
    discussion: """
      Examples:
        ntm explain result.xlsx            every figure
        ntm explain result.xlsx G24        the figure in cell G24
        ntm explain result.xlsx 4.2        the figure of indicator 4.2
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: "The filled-in form.") var file: String
  @Argument(help: "A cell of the form, or the code of an indicator.") var cell: String?
  @Option(help: "How the answer is written.") var format: Format = .text
  @OptionGroup var common: CommonOptions

  private struct Answer {
    var figure: FigureSource
    /// What the cell says now; `nil` for a blank cell.
    var now: String?
    var isChanged: Bool
  }

  func run() throws {
    let store = try common.loadDefinitions()
    let answers = try self.answers(store)
    let chosen = answers.filter { answer in
      guard let cell else { return true }
      if answer.figure.code == cell { return true }
      guard let reference = CellReference(a1: cell) else { return false }
      // Any cell of the indicator's row asks for the same figure.
      return reference.row == answer.figure.cell.row
    }
    if chosen.isEmpty {
      let known = answers.map { $0.figure.cell.description }.joined(separator: ", ")
      Terminal.error(
        "ntm: "
          + store.catalogue.phrase(
            "explain-no-cell",
            in: common.lang,
            ["cell": cell ?? "", "known": known]
          )
      )
      throw ExitCode(64)
    }
    switch format {
    case .text: for answer in chosen { show(answer, store) }
    case .json: Terminal.output(JSONText.list(chosen.map { json($0) }).line + "\n")
    }
    if chosen.contains(where: \.isChanged) { throw ExitCode(1) }
  }

  private func answers(_ store: DefinitionStore) throws -> [Answer] {
    switch InputFile(path: file, name: file).open(limits: common.limits) {
    case .failure(let problem):
      Terminal.error(common.text(store).lines(problem.finding).joined(separator: "\n"))
      throw ExitCode(3)
    case .success(let opened):
      for form in OutputFormFile(log: DefinitionLog()).all(store) {
        guard let sources = opened.grids.first(where: { $0.name == form.sourcesSheet }),
          let table = opened.grids.first(where: { $0.name == form.sheet })
        else { continue }
        let texts = SheetTexts(table)
        return SourceReader(form: form, sources: sources, catalogue: store.catalogue)
          .figures.map { figure in
            let now = table[figure.cell].flatMap { texts.display($0) }
            return Answer(figure: figure, now: now, isChanged: now != figure.value)
          }
      }
      Terminal.error("ntm: " + store.catalogue.phrase("explain-none", in: common.lang))
      throw ExitCode(3)
    }
  }

  private func show(_ answer: Answer, _ store: DefinitionStore) {
    func phrase(_ key: String, _ values: [String: String]) -> String {
      store.catalogue.phrase(key, in: common.lang, values)
    }
    let figure = answer.figure
    // Figures as the reader writes them; what is compared is the stored one.
    func shown(_ text: String?) -> String {
      guard common.lang == .vi, let text, let number = NumberReader.read(text).value(mark: .point)
      else {
        return text ?? ""
      }
      return Evaluator.vietnamese(number)
    }
    var lines = [
      phrase(
        "explain-head",
        ["cell": figure.cell.description, "code": figure.code, "value": shown(figure.value)]
      )
    ]
    if answer.isChanged {
      lines.append(
        "  " + phrase("explain-changed", ["now": shown(answer.now), "then": shown(figure.value)])
      )
    }
    lines += figure.formula.split(separator: "\n").map { "  " + $0 }
    if let numerator = figure.numerator {
      let key = figure.denominator == nil ? "explain-numerator" : "explain-fraction"
      lines.append(
        phrase(key, ["numerator": shown(numerator), "denominator": shown(figure.denominator)])
      )
    }
    for place in figure.places {
      let text = [place.file, place.sheet, place.range].compactMap { $0 }.joined(separator: " › ")
      lines.append(phrase("explain-source", ["place": text]))
    }
    if !figure.note.isEmpty { lines.append("  " + figure.note) }
    Terminal.output(lines.joined(separator: "\n") + "\n")
  }

  private func json(_ answer: Answer) -> JSONText {
    let figure = answer.figure
    return .object([
      ("cell", .text(figure.cell.description)),
      ("indicator", .text(figure.code)),
      ("formula", .text(figure.formula)),
      ("numerator", .optional(figure.numerator)),
      ("denominator", .optional(figure.denominator)),
      ("value", .optional(figure.value)),
      ("now", .optional(answer.now)),
      ("changed", .flag(answer.isChanged)),
      ("reason", .text(figure.note)),
      (
        "evidence",
        .list(
          figure.places.map { place in
            .object([
              ("file", .text(place.file)), ("sheet", .optional(place.sheet)),
              ("range", .optional(place.range)),
            ])
          }
        )
      ),
    ])
  }
}
