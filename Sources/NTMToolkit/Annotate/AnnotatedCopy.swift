package import Findings
import SpreadsheetML
package import Tabular

/// The copy of a survey in which every finding stands at its cell, for the official to correct and
/// send back.
package struct AnnotatedCopy {
  private let catalogue: MessageCatalogue
  private let language: Language
  private let limits: Limits

  package init(catalogue: MessageCatalogue, language: Language, limits: Limits = Limits()) {
    self.catalogue = catalogue
    self.language = language
    self.limits = limits
  }

  /// What a copy is called below the folder of copies: a workbook as it is, a CSV file as a workbook.
  package static func name(of file: InputFile) -> String {
    let ending = file.name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return ["csv", "tsv", "txt"].contains(ending) ? file.name + ".xlsx" : file.name
  }

  /// Writes the copy to a path that does not exist yet; `false` for a file that needs none.
  ///
  /// A copy that comes back without findings is written clean. Throws ``PatchError`` and
  /// ``WriteError``.
  package func write(_ file: FileImport, to path: String) throws -> Bool {
    guard file.isReadable else { return false }
    var content = annotations(file)
    if file.container != .csv {
      if content.lines.isEmpty,
        !WorkbookAnnotator.isAnnotated(file.file.path, limits: limits)
      {
        return false
      }
      try write(content, from: file.file.path, to: path)
      return true
    }
    guard !content.lines.isEmpty,
      case .success(let opened) = file.file.open(limits: limits), let grid = opened.grids.first
    else { return false }
    // Beside the result, and gone with the folder in which it is made.
    let plain = path + ".plain"
    for index in content.marks.indices {
      content.marks[index].sheet = SheetName.cleaned(content.marks[index].sheet)
    }
    for index in content.lines.indices {
      if let sheet = content.lines[index].link?.sheet {
        content.lines[index].link?.sheet = SheetName.cleaned(sheet)
      }
    }
    try SheetTyping(grid, file: file.file.name, keepsText: true).write(to: plain)
    try write(content, from: plain, to: path)
    return true
  }

  private func write(
    _ content: Annotations,
    from source: String,
    to path: String
  ) throws(PatchError) {
    let change = try WorkbookAnnotator.change(source, content, limits: limits)
    try WorkbookPatcher.write(change, of: source, to: path)
  }

  // MARK: - Content

  private func phrase(_ key: String, _ values: [String: String] = [:]) -> String {
    catalogue.phrase(key, in: language, values)
  }

  private static let columns: [(key: String, width: Double)] = [
    ("severity", 12), ("sheet", 15), ("cell", 10), ("header", 24), ("found", 16), ("message", 46),
    ("hint", 46), ("code", 20),
  ]

  private func annotations(_ file: FileImport) -> Annotations {
    func count(_ severity: Severity) -> String {
      "\(file.findings.count { $0.severity == severity })"
    }
    let counts = [
      "errors": count(.error), "warnings": count(.warning), "notes": count(.note),
    ]
    var content = Annotations(
      sheetName: phrase("annotate-sheet"),
      title: phrase("annotate-title", ["file": file.file.name]),
      introduction: [
        phrase(file.findings.isEmpty ? "annotate-none" : "annotate-counts", counts),
        phrase("annotate-how"),
      ],
      headings: Self.columns.map { phrase("annotate-column-" + $0.key) },
      widths: Self.columns.map(\.width)
    )
    content.threadRemark = phrase("annotate-thread")
    // The worst first; of the same severity in the order of the file.
    let ordered = file.findings.enumerated().sorted {
      ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
    }
    for (_, finding) in ordered { add(finding, &content) }
    return content
  }

  private func add(_ finding: Finding, _ content: inout Annotations) {
    let text = catalogue.render(finding, in: language)
    let word = phrase("severity-\(finding.severity.rawValue)")
    let place = finding.location
    let level: Annotations.Level =
      switch finding.severity {
      case .error: .error
      case .warning: .warning
      case .note: .note
      }
    let texts = Self.columns.map { column in
      switch column.key {
      case "severity": word
      case "code": finding.code.name
      case "sheet": place.sheet ?? ""
      case "cell": place.range?.description ?? ""
      case "header": finding.header ?? ""
      case "found": text.shownFound ?? ""
      case "message": text.message
      default: text.hint ?? ""
      }
    }
    let cellColumn = Self.columns.firstIndex { $0.key == "cell" } ?? 0
    var line = Annotations.Line(level: level, texts: texts)
    if let sheet = place.sheet, let range = place.range {
      line.link = (cellColumn, sheet, range.upperLeft)
      var note = "\(word): \(text.message)"
      if let hint = text.hint { note += "\n→ \(hint)" }
      content.marks.append(
        Annotations.Mark(sheet: sheet, cells: range, level: level, text: note)
      )
    }
    content.lines.append(line)
  }
}
