package import Criteria
package import Findings

/// The papers that a unit needs, with the files that were found for each.
package struct DocumentList: Sendable {
  package enum State: String, Sendable, CaseIterable {
    case present, missing
    /// The indicator does not apply, or the paper is only wished for and not there.
    case notNeeded = "not_needed"
  }

  /// Why a file is taken for a paper.
  package enum Match: String, Sendable {
    case code, words
    /// Written into a list by hand.
    case stated
  }

  /// One file of a paper.
  package struct File: Hashable, Sendable {
    package var name: String
    package var match: Match
  }

  /// One paper.
  package struct Entry: Sendable {
    package var need: DocumentNeed
    package var files: [File] = []
    package var state = State.missing
    /// Number and day, and who issued it, as people wrote them into a list.
    package var reference = ""
    package var issuer = ""
    package var note = ""

    package init(_ need: DocumentNeed) { self.need = need }
  }

  package var entries: [Entry]
  /// Files that were taken for no paper.
  package var unmatched: [String] = []
  package var findings: [Finding] = []
  /// What was searched, or the list that was read.
  package var source: String

  package init(_ needs: [DocumentNeed], source: String) {
    entries = needs.map { Entry($0) }
    self.source = source
  }

  package func count(_ state: State) -> Int { entries.count { $0.state == state } }

  /// Decides the states, and says which papers are missing.
  package mutating func decide(notApplicable: Set<String>, place: String) {
    for index in entries.indices {
      let entry = entries[index]
      if !entry.files.isEmpty || entry.state == .present {
        entries[index].state = .present
        continue
      }
      var isNeeded = entry.need.isRequired
      if case .indicator(let code) = entry.need.subject, notApplicable.contains(code) {
        isNeeded = false
      }
      entries[index].state = isNeeded ? .missing : .notNeeded
      guard isNeeded else { continue }
      findings.append(
        Finding(
          .missingEvidence,
          entry.need.subject == .dossier ? "dossier" : nil,
          at: SourceLocation(file: place),
          field: entry.need.key,
          arguments: ["code": LocalizedText(subject(entry.need)), "document": entry.need.text]
        )
      )
    }
  }

  private func subject(_ need: DocumentNeed) -> String {
    switch need.subject {
    case .dossier: "–"
    case .indicator(let code), .criterion(let code): code
    }
  }
}
