package import Criteria
package import Definitions
import Findings
import Forms
import Foundation

/// Compares the papers that are needed with the files of a folder: by codes in names, then by words.
///
/// Only names are looked at. A file that fits several papers is a question and counts for none.
package struct DocumentFolder {
  private let set: CriteriaSet
  private let needs: [DocumentNeed]
  private let codeWords: [String]

  package init(_ needs: [DocumentNeed], set: CriteriaSet, store: DefinitionStore) {
    self.needs = needs
    self.set = set
    codeWords = store.vocabulary.codeWords
  }

  /// The list for a folder with its subfolders.
  package func read(_ folder: String) -> DocumentList {
    var list = DocumentList(needs, source: folder)
    let found = FileFinder.everything(in: folder)
    list.findings += found.findings
    let criteria = set.criteria ?? []
    let codes = Set(set.indicators.map(\.code) + criteria.map(\.number))
    for file in found.files {
      let name = file.input.name
      guard file.size > 0 else {
        list.findings.append(Finding(.emptyEvidence, at: SourceLocation(file: name)))
        continue
      }
      let parsed = DocumentName(name, codes: codes, codeWords: codeWords)
      if let other = parsed.otherCode, let own = parsed.code {
        list.findings.append(
          Finding(
            .unclearEvidence,
            "folder",
            at: SourceLocation(file: name),
            arguments: ["code": LocalizedText(own), "other": LocalizedText(other)]
          )
        )
        list.unmatched.append(name)
        continue
      }
      place(name, parsed, &list)
    }
    return list
  }

  private func place(_ name: String, _ parsed: DocumentName, _ list: inout DocumentList) {
    let candidates = parsed.code.map { code in
      list.entries.indices.filter { belongs(list.entries[$0].need, to: code) }
    }
    let spoken = (candidates ?? Array(list.entries.indices)).filter {
      parsed.says(list.entries[$0].need.words)
    }
    let chosen: [Int]
    let match: DocumentList.Match
    if let candidates, spoken.isEmpty {
      (chosen, match) = (candidates, .code)
    } else {
      (chosen, match) = (spoken, candidates == nil ? .words : .code)
    }
    switch chosen.count {
    case 1: list.entries[chosen[0]].files.append(DocumentList.File(name: name, match: match))
    case 0:
      list.unmatched.append(name)
      list.findings.append(Finding(.unmatchedEvidence, at: SourceLocation(file: name)))
    default:
      list.unmatched.append(name)
      let keys = chosen.map { list.entries[$0].need }.map { $0.key }.joined(separator: ", ")
      list.findings.append(
        Finding(
          .unclearEvidence,
          at: SourceLocation(file: name),
          arguments: ["documents": LocalizedText(keys)]
        )
      )
    }
  }

  /// Whether a paper is that of a code: of the indicator itself, or of one of the criterion.
  private func belongs(_ need: DocumentNeed, to code: String) -> Bool {
    switch need.subject {
    case .dossier: return false
    case .criterion(let number): return number == code
    case .indicator(let own):
      if own == code { return true }
      return set.criteria?.first { $0.number == code }?.indicators?.contains { $0.code == own }
        == true
    }
  }
}
