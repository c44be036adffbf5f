import ArgumentParser
import Definitions
import Findings
import Forms
import Foundation
import NTMToolkit
import Reporting
import Tabular

struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what each file is: sheets, tables, form, columns and the reason for each.",
    discussion: """
      Examples:
        ntm inspect thon-lang-mai.xlsx
        ntm inspect surveys/*.xlsx --format json
        ntm inspect thon-lang-mai.xlsx --write-profile thon.yaml
        ntm inspect thon-lang-mai.xlsx --profile thon.yaml
      """
  )

  @Argument(help: "The workbooks or CSV files.") var files: [String]
  @Option(help: "How the answer is written.") var format: Explain.Format = .text
  @Option(
    help: ArgumentHelp(
      "Write a mapping profile with what is certain, and the open questions as comments.",
      valueName: "file"
    )
  )
  var writeProfile: String?
  @OptionGroup var profile: ProfileOption
  @OptionGroup var csv: TextOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let store = try common.loadDefinitions()
    if let writeProfile { try checkIsNew(writeProfile, store) }
    let importer = FileImporter(
      definitions: store,
      profile: try profile.load(store, common),
      limits: common.limits,
      text: try csv.reading(store)
    )
    let list = FileFinder.list(files)
    var isUnreadable = !list.findings.isEmpty
    for finding in list.findings {
      Terminal.error(common.text(store).lines(finding).joined(separator: "\n"))
    }
    var proposal = ProfileProposal(store: store, language: common.lang)
    for input in list.files.map(\.input) {
      let result = importer.read(input) { _ in }
      if !result.isReadable { isUnreadable = true }
      proposal.add(result)
      switch format {
      case .text: Terminal.output(InspectionText(store: store, language: common.lang).text(result))
      case .json:
        Terminal.output(
          InspectionJSON(store: store, language: common.lang).object(result).line + "\n"
        )
      }
    }
    if let writeProfile { try write(proposal, to: writeProfile) }
    if isUnreadable { throw ExitCode(3) }
  }

  private func checkIsNew(_ path: String, _ store: DefinitionStore) throws {
    guard !common.force, FileManager.default.fileExists(atPath: path) else { return }
    Terminal.error(
      "ntm: " + store.catalogue.phrase("output-exists", in: common.lang, ["path": path])
    )
    throw ExitCode(64)
  }

  private func write(_ proposal: ProfileProposal, to path: String) throws {
    do {
      try Data(proposal.text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      Terminal.error("ntm: \(path): \(error.localizedDescription)")
      throw ExitCode(70)
    }
  }
}

/// What a file is, for people.
struct InspectionText {
  let store: DefinitionStore
  let language: Language

  private func phrase(_ key: String, _ values: [String: String] = [:]) -> String {
    store.catalogue.phrase(key, in: language, values.mapValues(\.visible))
  }

  func text(_ file: FileImport) -> String {
    let details = file.details.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    var lines = [
      "\(file.file.name.visible): " + ([file.container.rawValue] + details).joined(separator: ", ")
    ]
    for sheet in file.sheets { lines += self.lines(sheet) }
    let style = ReportStyle(catalogue: store.catalogue, language: language)
    let report = ReportText(style, usesColour: false, isQuiet: false)
    lines += report.lines(file.findings).map { "  " + $0 }
    return lines.joined(separator: "\n") + "\n"
  }

  private func lines(_ sheet: SheetImport) -> [String] {
    guard let form = sheet.form?.definition, let fit = sheet.fits.first else {
      let rivals = sheet.rivals.map(\.definition)
      let names = rivals.map { "“\($0.title[language])” (\($0.id))" }.joined(separator: ", ")
      let line =
        rivals.isEmpty
        ? phrase("inspect-no-form", ["sheet": sheet.name])
        : phrase("inspect-rivals", ["sheet": sheet.name, "forms": names])
      let others = sheet.fits.filter { fit in !rivals.contains { $0.id == fit.form } }
      return ["  " + line] + others.prefix(3).map { "    " + against($0) }
    }
    var lines = [
      "  "
        + phrase(
          "inspect-form",
          [
            "sheet": sheet.name, "title": form.title[language], "form": form.id,
            "version": form.version,
            "score": "\(Int((fit.score * 100).rounded()))",
          ]
        )
    ]
    lines += reasons(fit).map { "    " + $0 }
    for other in sheet.fits.dropFirst().prefix(2) {
      lines.append("    " + (againstVersion(other, fit, form) ?? against(other)))
    }
    let tables = TableText(store: store, language: language, form: form)
    for table in sheet.tables { lines += tables.lines(table).map { "    " + $0.visible } }
    return lines
  }

  /// What speaks for the form, in words.
  private func reasons(_ fit: FormFit) -> [String] {
    var result = [
      phrase("fit-columns", ["known": "\(fit.known)", "total": "\(fit.total)"])
    ]
    if fit.isDeclared { result.insert(phrase("fit-declared"), at: 0) }
    if let title = fit.title { result.append(phrase("fit-title", ["cell": title.description])) }
    if let basis = fit.basis { result.append(phrase("fit-basis", ["number": basis])) }
    if let year = fit.year { result.append(phrase("fit-year", ["year": "\(year)"])) }
    return result
  }

  private func title(_ id: String) -> String {
    store.forms.first { $0.definition.id == id }?.definition.title[language] ?? id
  }

  /// What speaks against another version of the chosen form: its years, or the decision above the table.
  private func againstVersion(_ other: FormFit, _ chosen: FormFit, _ form: FormDefinition)
    -> String?
  {
    guard let version = store.forms.first(where: { $0.definition.id == other.form })?.definition,
      version.family == form.family
    else { return nil }
    let values = ["form": other.form, "title": title(other.form)]
    if let basis = chosen.basis, other.basis == nil {
      return phrase("fit-against-basis", values.merging(["number": basis]) { $1 })
    }
    guard let years = version.years, let year = chosen.year, !years.contains(year) else {
      return nil
    }
    let period = ["from": "\(years.lowerBound)", "to": "\(years.upperBound)", "year": "\(year)"]
    return phrase("fit-against-years", values.merging(period) { $1 })
  }

  /// What speaks against a form that it was not taken for.
  private func against(_ fit: FormFit) -> String {
    // What a form cannot do without may be required as well.
    let missing = fit.missing.enumerated().filter {
      !fit.missing[..<$0.offset].contains($0.element)
    }
    .map(\.element)
    let hasAll = fit.known == fit.total
    return phrase(
      !fit.missing.isEmpty ? "fit-against" : hasAll ? "fit-against-weaker" : "fit-against-few",
      [
        "form": fit.form, "title": title(fit.form), "score": "\(Int((fit.score * 100).rounded()))",
        "missing": missing.joined(separator: ", ")[language],
        "known": "\(fit.known)", "total": "\(fit.total)",
      ]
    )
  }
}

/// What a file is, for programs.
struct InspectionJSON {
  let store: DefinitionStore
  let language: Language

  func object(_ file: FileImport) -> JSONText {
    .object([
      ("file", .text(file.file.name)),
      ("container", .text(file.container.rawValue)),
      (
        "details",
        .object(file.details.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })
      ),
      ("records", .whole(file.recordCount)),
      ("sheets", .list(file.sheets.map { sheet($0) })),
      (
        "findings",
        .list(
          file.findings.map {
            FindingJSON.object($0, catalogue: store.catalogue, language: language)
          }
        )
      ),
    ])
  }

  private func sheet(_ sheet: SheetImport) -> JSONText {
    .object([
      ("sheet", .text(sheet.name)),
      ("form", .optional(sheet.form?.definition.id)),
      ("version", .optional(sheet.form?.definition.version)),
      (
        "ambiguous",
        sheet.rivals.isEmpty ? nil : .list(sheet.rivals.map { .text($0.definition.id) })
      ),
      (
        "fits",
        .list(
          sheet.fits.map { fit in
            .object([
              ("form", .text(fit.form)), ("confidence", .double((fit.score * 100).rounded() / 100)),
              ("matched", .list(fit.matched.map { .text($0) })),
              ("missing", .list(fit.missing.map { .text($0[language]) })),
              ("known", .whole(fit.known)), ("total", .whole(fit.total)),
              ("declared", .flag(fit.isDeclared)),
              ("title", fit.title.map { .text($0.description) }),
              ("basis", .optional(fit.basis)), ("year", fit.year.map { .whole($0) }),
            ])
          }
        )
      ),
      ("tables", .list(sheet.tables.map { TableJSON.object($0, sheet.form?.definition) })),
    ])
  }
}
