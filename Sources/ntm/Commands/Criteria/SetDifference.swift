import Criteria
import Definitions
import Findings
import Forms
import Reporting
import VietnameseText

/// What differs between two sets.
///
/// Sets of one chain share their codes. Others are compared by subject: criteria by the newer set's
/// `succession` or by name, indicators by their words; such pairs serve for reference only.
struct SetDifference {
  /// A criterion of the older set with those that took over its subject.
  private struct Move {
    var from: Criterion
    var to: [Criterion]
  }

  /// An indicator of both sets, or of one.
  private struct Pair {
    var old: Indicator?
    var new: Indicator?

    func change(_ levels: (before: String, after: String)) -> String {
      guard let old else { return "added" }
      guard let new else { return "removed" }
      if Vocabulary.key(old.text.vi) != Vocabulary.key(new.text.vi) {
        return levels.before == levels.after ? "text" : "text-and-level"
      }
      return levels.before == levels.after ? "same" : "level"
    }
  }

  private let old: CriteriaSet
  private let new: CriteriaSet
  private let text: CriteriaText
  private let sharesCodes: Bool
  private let moves: [Move]
  private let pairs: [Pair]

  init(_ old: CriteriaSet, _ new: CriteriaSet, text: CriteriaText) {
    self.old = old
    self.new = new
    self.text = text
    sharesCodes = old.chain.first == new.chain.first
    moves = sharesCodes ? [] : Self.moves(old, new)
    pairs = sharesCodes ? Self.byCode(old, new) : Self.byWords(old, new, moves)
  }

  private static func byCode(_ old: CriteriaSet, _ new: CriteriaSet) -> [Pair] {
    let before = old.indicators
    let after = new.indicators
    return after.map { indicator in
      Pair(old: before.first { $0.code == indicator.code }, new: indicator)
    }
      + before.filter { indicator in !after.contains { $0.code == indicator.code } }
      .map { Pair(old: $0, new: nil) }
  }

  private static func moves(_ old: CriteriaSet, _ new: CriteriaSet) -> [Move] {
    let map = new.succession.flatMap { old.chain.contains($0.fromSet) ? $0.criteria : nil }
    return (old.criteria ?? []).map { criterion in
      let targets = (new.criteria ?? []).filter { other in
        if let numbers = map?[criterion.number] { return numbers.contains(other.number) }
        let names = Set(([other.name.vi] + other.aliases).map { Vocabulary.key($0) })
        return ([criterion.name.vi] + criterion.aliases).contains {
          names.contains(Vocabulary.key($0))
        }
      }
      return Move(from: criterion, to: targets)
    }
  }

  /// The share of words from which on two texts are taken for one subject.
  private static let leastLikeness = 0.5

  private static func byWords(
    _ old: CriteriaSet,
    _ new: CriteriaSet,
    _ moves: [Move]
  ) -> [Pair] {
    func words(_ indicator: Indicator) -> Set<Substring> {
      Set(Vocabulary.key(indicator.text.vi).split(separator: " "))
    }
    var taken: Set<String> = []
    var pairs: [Pair] = []
    for move in moves {
      let candidates = move.to.flatMap { $0.indicators ?? [] }
      for indicator in move.from.indicators ?? [] {
        let own = words(indicator)
        let best = candidates.filter { !taken.contains($0.code) }.map { candidate in
          let other = words(candidate)
          let common = Double(own.intersection(other).count)
          return (candidate, common / Double(max(1, min(own.count, other.count))))
        }.max { $0.1 < $1.1 }
        guard let best, best.1 >= leastLikeness else {
          pairs.append(Pair(old: indicator, new: nil))
          continue
        }
        taken.insert(best.0.code)
        pairs.append(Pair(old: indicator, new: best.0))
      }
    }
    return pairs
      + new.indicators.filter { !taken.contains($0.code) }.map { Pair(old: nil, new: $0) }
  }

  private func levels(_ pair: Pair) -> (before: String, after: String) {
    (
      pair.old.map { text.levels($0, old, nil) } ?? "",
      pair.new.map { text.levels($0, new, nil) } ?? ""
    )
  }

  /// For people, a line a change.
  var lines: String {
    let language = text.language
    var lines: [String] = []
    if !moves.isEmpty {
      lines.append(text.store.catalogue.phrase("diff-same-subject", in: language))
      for move in moves {
        let targets = move.to.map { "\($0.number). \($0.name[language])" }
        let to = targets.joined(separator: "; ")
        let none = text.store.catalogue.phrase("diff-none", in: language)
        lines.append(
          text.store.catalogue.phrase(
            "diff-goes-to",
            in: language,
            [
              "from": move.from.number, "name": move.from.name[language],
              "to": to.isEmpty ? none : to,
            ]
          )
        )
      }
    }
    // Where the indicators of one set are not known, their absence says nothing.
    let isKnown = !old.indicators.isEmpty && !new.indicators.isEmpty
    for pair in isKnown ? pairs : [] { lines += self.lines(pair) }
    return lines.joined(separator: "\n") + (lines.isEmpty ? "" : "\n")
  }

  private func lines(_ pair: Pair) -> [String] {
    let language = text.language
    let levels = levels(pair)
    switch (pair.old, pair.new) {
    case (nil, let new?): return ["+ \(new.code)  \(new.text[language]) → \(levels.after)"]
    case (let old?, nil): return ["- \(old.code)  \(old.text[language])"]
    case (let old?, let new?):
      let code = old.code == new.code ? old.code : "\(old.code) → \(new.code)"
      var result: [String] = []
      if old.text != new.text {
        result += ["~ \(code)", "    - \(old.text[language])", "    + \(new.text[language])"]
      }
      if levels.before != levels.after {
        result.append("~ \(code)  \(levels.before) → \(levels.after)")
      }
      return result
    case (nil, nil): return []
    }
  }

  /// For programs.
  var json: JSONText {
    .object([
      ("from", .text(old.id)), ("to", .text(new.id)),
      ("numbering", .text(sharesCodes ? "same" : "different")),
      (
        "criteria",
        .list(
          moves.map { move in
            .object([
              ("from", .text(move.from.number)), ("name", .text(move.from.name[text.language])),
              ("to", .list(move.to.map { .text($0.number) })),
              ("confidence", .text(new.succession?.confidence ?? "inferred")),
            ])
          }
        )
      ),
      (
        "indicators",
        .list(
          pairs.map { pair in
            let levels = levels(pair)
            return .object([
              ("change", .text(pair.change(levels))), ("from", .optional(pair.old?.code)),
              ("to", .optional(pair.new?.code)),
              ("text_before", .optional(pair.old?.text[text.language])),
              ("text_after", .optional(pair.new?.text[text.language])),
              ("level_before", .optional(pair.old == nil ? nil : levels.before)),
              ("level_after", .optional(pair.new == nil ? nil : levels.after)),
            ])
          }
        )
      ),
    ])
  }
}
