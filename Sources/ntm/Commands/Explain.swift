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

  func run() throws {
    let store = try common.loadDefinitions()
    let answers = try self.answers(store)
    let chosen = self.chosen(answers)
    if answers.isEmpty, cell == nil {
      if format == .json { Terminal.output("[]\n") }
      Terminal.error(store.catalogue.phrase("explain-empty", in: common.lang))
      return
    }
    if chosen.isEmpty {
      let cells = answers.map(\.source.cell.description)
      let more = cells.count > 40 ? ", … (\(cells.count))" : ""
      let known = cells.prefix(40).joined(separator: ", ") + more
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

  /// What is asked for: everything, a code, a cell (`F12`, `Xã An!F12`), or a row by any of its cells.
  private func chosen(_ answers: [FigureAnswer]) -> [FigureAnswer] {
    guard let cell else { return answers }
    let coded = answers.filter { $0.source.code == cell }
    if !coded.isEmpty { return coded }
    let parts = cell.split(separator: "!", maxSplits: 1).map(String.init)
    guard let reference = parts.last.flatMap({ CellReference(a1: $0) }) else { return [] }
    let sheet = parts.count > 1 ? parts[0] : answers.first?.form
    let own = answers.filter { $0.sheet == sheet }
    let exact = own.filter { $0.source.cell == reference }
    // Any cell of an indicator's row asks for the same figure.
    return exact.isEmpty ? own.filter { $0.source.cell.row == reference.row } : exact
  }

  private func answers(_ store: DefinitionStore) throws -> [FigureAnswer] {
    switch InputFile(path: file, name: file).open(limits: common.limits) {
    case .failure(let problem):
      Terminal.error(common.text(store).lines(problem.finding).joined(separator: "\n"))
      throw ExitCode(3)
    case .success(let opened):
      let forms = OutputFormFile(log: DefinitionLog()).all(store)
      let found = FigureAnswer.all(in: opened.grids, forms: forms, catalogue: store.catalogue)
      if let found { return found }
      Terminal.error("ntm: " + store.catalogue.phrase("explain-none", in: common.lang))
      throw ExitCode(3)
    }
  }

  private func show(_ answer: FigureAnswer, _ store: DefinitionStore) {
    func phrase(_ key: String, _ values: [String: String]) -> String {
      store.catalogue.phrase(key, in: common.lang, values)
    }
    let figure = answer.source
    // Figures as the reader writes them; what is compared is the stored one.
    func shown(_ text: String?) -> String {
      guard common.lang == .vi, let text, let number = NumberReader.read(text).value(mark: .point)
      else {
        return text ?? ""
      }
      return number.vietnamese
    }
    var lines = [
      phrase(
        "explain-head",
        ["cell": figure.cell.description, "code": figure.code, "value": shown(figure.value)]
      )
    ]
    if answer.isUntraced {
      lines.append("  " + phrase("explain-untraced", ["now": shown(answer.now)]))
    } else if answer.isChanged {
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
      if let rows = place.rows { lines.append(phrase("explain-rows", ["rows": rows])) }
    }
    if !figure.note.isEmpty { lines.append("  " + figure.note) }
    Terminal.output(lines.joined(separator: "\n") + "\n")
  }

  private func json(_ answer: FigureAnswer) -> JSONText {
    let figure = answer.source
    return .object([
      ("sheet", .text(answer.sheet)),
      ("cell", .text(figure.cell.description)),
      ("indicator", .text(figure.code)),
      ("formula", .text(figure.formula)),
      ("numerator", .optional(figure.numerator)),
      ("denominator", .optional(figure.denominator)),
      ("value", .optional(figure.value)),
      ("now", .optional(answer.now)),
      ("changed", .flag(answer.isChanged)),
      ("untraced", answer.isUntraced ? .flag(true) : nil),
      ("reason", .text(figure.note)),
      (
        "evidence",
        .list(
          figure.places.map { place in
            .object([
              ("file", .text(place.file)), ("sheet", .optional(place.sheet)),
              ("range", .optional(place.range)),
              ("rows", place.rows.map { .text($0) }),
            ])
          }
        )
      ),
    ])
  }
}
