package import Findings

/// A paper that shows what a unit reports.
package struct DocumentNeed: Sendable {
  /// What it shows.
  package enum Subject: Hashable, Sendable {
    /// It belongs to the dossier as a whole.
    case dossier
    case indicator(String)
    /// Of a criterion whose indicators nobody knows.
    case criterion(String)
  }

  package var id: String
  package var subject: Subject
  package var text: LocalizedText
  /// Words by which the name of a file says that it is this paper; any of them is enough.
  package var words: [String]
  package var isRequired: Bool
  package var confidence: String
  package var sources: [String]

  package init(id: String, subject: Subject, text: LocalizedText) {
    self.id = id
    self.subject = subject
    self.text = text
    words = []
    isRequired = true
    confidence = "inferred"
    sources = []
  }

  /// By what people ask for it: `4.2/decision`.
  package var key: String {
    switch subject {
    case .dossier: id
    case .indicator(let code), .criterion(let code): code + "/" + id
    }
  }
}

/// The papers that some criteria sets need.
package struct DocumentNeeds: Sendable {
  package var id: String
  /// The sets, each with those built on it.
  package var criteriaSets: [String]
  package var sourceMark: LocalizedText
  /// What an indicator needs for which no paper is named; `nil` for none.
  package var general: LocalizedText?
  package var documents: [DocumentNeed]

  package init(id: String, criteriaSets: [String], sourceMark: LocalizedText) {
    self.id = id
    self.criteriaSets = criteriaSets
    self.sourceMark = sourceMark
    documents = []
  }

  /// The papers for a set in its order: those of the dossier, then each indicator's own or the general one.
  package static func list(_ all: [DocumentNeeds], for set: CriteriaSet, general: LocalizedText)
    -> [DocumentNeed]
  {
    let fitting = all.filter { needs in needs.criteriaSets.contains { set.chain.contains($0) } }
    let text = fitting.last { $0.general != nil }?.general ?? general
    var documents: [DocumentNeed] = []
    for need in fitting.flatMap(\.documents) {
      documents.removeAll { $0.key == need.key }
      documents.append(need)
    }
    var result = documents.filter { $0.subject == .dossier }
    for criterion in set.criteria ?? [] {
      let subjects: [DocumentNeed.Subject] =
        criterion.indicators?.map { .indicator($0.code) } ?? [.criterion(criterion.number)]
      for subject in subjects {
        let own = documents.filter { $0.subject == subject }
        result += own.isEmpty ? [DocumentNeed(id: "general", subject: subject, text: text)] : own
      }
    }
    return result
  }
}
