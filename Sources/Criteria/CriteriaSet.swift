package import Findings

/// A set of criteria with its chain of amendments and overlays resolved.
package struct CriteriaSet: Sendable {
  /// A legal act that a set rests on.
  package struct LegalAct: Hashable, Sendable {
    package var number: String
    package var date: String?
    package var title: String
    package var confidence: String

    package init(number: String, date: String?, title: String, confidence: String) {
      self.number = number
      self.date = date
      self.title = title
      self.confidence = confidence
    }
  }

  /// The days between which a set is in force.
  package struct InForce: Hashable, Sendable {
    package var from: String
    package var to: String?

    package init(from: String, to: String?) {
      self.from = from
      self.to = to
    }
  }

  /// Which criteria took over the subjects of an earlier set's; for search, never for verdicts.
  package struct Succession: Hashable, Sendable {
    package var fromSet: String
    package var confidence: String
    /// The numbers of the new criteria by that of the old one.
    package var criteria: [String: [String]]

    package init(fromSet: String, confidence: String, criteria: [String: [String]]) {
      self.fromSet = fromSet
      self.confidence = confidence
      self.criteria = criteria
    }
  }

  /// A region, or a group of communes, whose levels differ from those of others.
  package struct Region: Hashable, Sendable {
    package var id: String
    package var name: LocalizedText
    package var aliases: [String]

    package init(id: String, name: LocalizedText, aliases: [String]) {
      self.id = id
      self.name = name
      self.aliases = aliases
    }
  }

  /// A heading over several criteria, such as "Hạ tầng kinh tế - xã hội".
  package struct Group: Hashable, Sendable {
    package var id: String
    package var name: LocalizedText

    package init(id: String, name: LocalizedText) {
      self.id = id
      self.name = name
    }
  }

  package var id: String
  package var title: LocalizedText
  package var level: String
  package var status: LocalizedText?
  /// Why every verdict by this set is provisional.
  package var provisionalReason: LocalizedText?
  package var years: ClosedRange<Int>?
  /// From when to when it is in force, as ISO 8601 days; `nil` where that is not known.
  package var inForce: InForce?
  /// The ids of the chain, the base first, this set last.
  package var chain: [String]
  package var basis: [LegalAct] = []
  package var regions: [Region] = []
  package var communeGroups: [Region] = []
  package var groups: [Group] = []
  /// Where the subjects of an earlier set went; `nil` where nobody says so.
  package var succession: Succession?
  /// When a recognised unit loses its recognition; `nil` where no rule is known.
  package var withdrawal: WithdrawalRule?
  /// From which change on a value is doubted beside an earlier one.
  package var jumps: [JumpRule] = []
  /// `nil` where nobody knows them.
  package var criteria: [Criterion]?
  /// How many indicators the decision itself counts; `nil` where it does not say.
  package var expectedIndicators: Int?

  package init(id: String, title: LocalizedText, level: String) {
    self.id = id
    self.title = title
    self.level = level
    chain = [id]
  }

  /// The region or commune group that a word names, by id, alias or name.
  package func region(named word: String) -> Region? {
    let folded = word.lowercased()
    return (regions + communeGroups).first { region in
      region.id == folded || region.aliases.contains { $0.lowercased() == folded }
        || region.name.vi.lowercased() == folded || region.name.en.lowercased() == folded
    }
  }

  /// The one region or commune group whose name stands in texts such as a title; `nil` for several.
  package func region(in texts: [String]) -> Region? {
    let lower = texts.map { $0.lowercased() }
    let found = (regions + communeGroups).filter { region in
      lower.contains { $0.contains(region.name.vi.lowercased()) }
    }
    return found.count == 1 ? found[0] : nil
  }

  /// All indicators in order.
  package var indicators: [Indicator] { (criteria ?? []).flatMap { $0.indicators ?? [] } }
}

/// A criterion: a subject with its indicators.
package struct Criterion: Sendable {
  package var number: String
  package var name: LocalizedText
  package var group: String?
  package var aliases: [String]
  package var confidence: String
  /// `nil` where nobody knows them.
  package var indicators: [Indicator]?

  package init(number: String, name: LocalizedText) {
    self.number = number
    self.name = name
    aliases = []
    confidence = "unknown"
  }
}
