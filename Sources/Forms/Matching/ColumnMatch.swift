import VietnameseText

/// Why a column is taken for a field, from certain to weak.
package enum MatchReason: String, Sendable {
  /// The whole heading path is one of the definition's.
  case path
  /// The heading is one of the definition's.
  case heading
  /// The heading is one of the definition's, under a group heading that belongs to the field.
  case headingInGroup = "heading-in-group"
  /// The heading is one of the definition's, under a group heading that is not known.
  case headingUnderOther = "heading-under-other"
  /// The words of several rows read together are one of the definition's headings.
  case severalRows = "several-rows"
  /// The same without what stands in brackets, units and years.
  case withoutBrackets = "without-brackets"
  /// The heading says the same in abbreviations, in customary variants or in another order.
  case sameMeaning = "same-meaning"
  /// Most words are those of a heading of the definition.
  case similar
  /// The heading stands under the heading of another field.
  case foreignGroup = "foreign-group"
  /// The heading names a unit in which the field is not counted.
  case otherUnit = "other-unit"
  /// The heading says in brackets that it is another figure: of a head, a month, a plan.
  case otherFigure = "other-figure"
  /// A mapping profile says so.
  case profile
}

/// A column with the target it is taken for.
package struct ColumnMatch: Sendable {
  package var target: ColumnTarget
  /// From 0 to 1.
  package var score: Double
  package var reason: MatchReason
  /// The definition's heading that it was compared with, for similar ones.
  package var label: String?

  /// Below this a column is not used without somebody's word.
  package static let usable = 0.75
  /// Below this a used column is reported as weakly matched.
  package static let certain = 0.9
}

extension LabelIndex {
  /// The possible targets of a column, best first.
  ///
  /// `paths` are the readings of its heading: with and without inherited group headings.
  func matches(_ paths: [[HeaderText]]) -> [ColumnMatch] {
    var best: [ColumnTarget: ColumnMatch] = [:]
    let inherited = paths.count > 1 ? Array(paths[1].dropLast(paths[0].count)) : []
    for (number, path) in paths.enumerated()
    where !path.isEmpty && !path.contains(where: { isForeign($0.key) }) {
      for found in matches(path) {
        var match = found
        if number == 0 { weaken(&match, path, below: inherited) }
        if match.score > (best[match.target]?.score ?? 0) { best[match.target] = match }
      }
    }
    for (target, match) in best where !isCounted(target, in: paths[0]) {
      best[target]?.score = min(match.score, 0.6)
      best[target]?.reason = .otherUnit
    }
    let remarks = paths[0].flatMap(\.trimmings)
    for (target, match) in best where remarks.contains(where: { isQualified(target, by: $0) }) {
      best[target]?.score = min(match.score, 0.6)
      best[target]?.reason = .otherFigure
    }
    moveToTwins(&best, paths[0])
    return best.values.sorted {
      ($0.score, -$0.target.field, -($0.target.choice ?? -1))
        > ($1.score, -$1.target.field, -($1.target.choice ?? -1))
    }
  }

  /// A heading read without the group heading to its left is certain only where that one says nothing
  /// else: "Nữ" right of "Năm sinh" is a year of birth.
  private func weaken(
    _ match: inout ColumnMatch,
    _ own: [HeaderText],
    below inherited: [HeaderText]
  ) {
    let groups = inherited.map(\.key).filter { !isNeutral($0) }
    guard !groups.isEmpty, let leaf = own.last?.key else { return }
    if groups.contains(where: { isQualifying($0) }) { match.score = min(match.score, 0.85) }
    // "HVS" right of "Nhà tiêu" is that of the toilet, though alone it may be that of the water.
    if match.reason == .heading,
      let named = paths[Self.join(groups + own.map(\.key))], !named.contains(match.target)
    {
      match.score = min(match.score, 0.93)
    }
    let meansNothingAlone = headers[leaf]?.contains(match.target) != true
    if own.count == 1, match.reason == .path, meansNothingAlone,
      !groups.contains(where: { parents[$0]?.contains(match.target) == true })
    {
      match.score = min(match.score, 0.7)
    }
  }

  /// Whether the headings name no unit, or one in which the field is counted.
  private func isCounted(_ target: ColumnTarget, in path: [HeaderText]) -> Bool {
    for trimming in path.flatMap(\.trimmings) {
      guard let base = unitBase(of: trimming) else { continue }
      if !accepts(target, unitBase: base) { return false }
    }
    return true
  }

  private func matches(_ path: [HeaderText]) -> [ColumnMatch] {
    if path.count > 1, let leaf = path.last, counted.contains(leaf.bareKey) {
      return matches(Array(path.dropLast())).map { match in
        var match = match
        match.score *= 0.98
        return match
      }
    }
    var result = exactMatches(path.map(\.key), factor: 1)
    let bare = path.map(\.bareKey).filter { !$0.isEmpty }
    // Under a heading that is not known, one without its year may be: "TH năm 2026 > Kết quả".
    let isOpen = result.allSatisfy { $0.reason == .headingUnderOther }
    if isOpen, bare != path.map(\.key), !bare.isEmpty {
      result += exactMatches(bare, factor: 0.98).map { match in
        var match = match
        match.reason = match.score >= ColumnMatch.certain ? .withoutBrackets : match.reason
        return match
      }
    }
    let plain = bare.isEmpty ? path.map(\.key) : bare
    if result.allSatisfy({ $0.score < ColumnMatch.usable }) { result += partMatches(path) }
    if result.allSatisfy({ $0.score < ColumnMatch.usable }) { result += meaningMatches(plain) }
    // "Hộ nghèo > Năm 2025" is the heading above, of that year; "Loại nhà > Cuối năm" that of now.
    if result.allSatisfy({ $0.score < ColumnMatch.usable }), path.count > 1,
      path[path.count - 1].isYear || isCurrent(path[path.count - 1].bareKey)
    {
      result += matches(Array(path.dropLast())).map { match in
        var match = match
        match.score *= 0.97
        return match
      }
    }
    if result.allSatisfy({ $0.score < ColumnMatch.usable }), let leaf = plain.last {
      result += villages(of: leaf).map {
        ColumnMatch(target: $0, score: 0.95, reason: .sameMeaning)
      }
    }
    if result.isEmpty { result = similarMatches(plain) }
    return result
  }

  /// A lowest heading that says no more than how the one above is counted, or which part of it.
  ///
  /// "Lao động có việc làm > Tổng" and "Hộ nghèo > Số hộ" are what the upper heading says;
  /// "Nhân khẩu > Trong đó: Nữ" is "Nhân khẩu > Nữ".
  private func partMatches(_ path: [HeaderText]) -> [ColumnMatch] {
    guard path.count > 1, let leaf = path.last else { return [] }
    if let part = part(of: leaf.bareKey) {
      let groups = path.dropLast().map { $0.bareKey.isEmpty ? $0.key : $0.bareKey }
      return exactMatches(groups + [part], factor: 0.97) + meaningMatches(groups + [part])
    }
    guard let count = countedAlone(leaf.bareKey) else { return [] }
    return matches(Array(path.dropLast())).compactMap { match in
      guard match.target.choice == nil, counts(match.target, in: count.base) else { return nil }
      var match = match
      match.score *= 0.97
      match.reason = match.score >= ColumnMatch.certain ? .headingInGroup : match.reason
      return match
    }
  }

  private func exactMatches(_ all: [String], factor: Double) -> [ColumnMatch] {
    guard let leaf = all.last else { return [] }
    // Headings that say nothing are left out, but the lowest one is the column's own.
    let keys = all.dropLast().filter { !isNeutral($0) } + [leaf]
    var result: [ColumnMatch] = []
    func add(_ targets: [ColumnTarget]?, _ score: Double, _ reason: MatchReason) {
      for target in targets ?? [] {
        result.append(ColumnMatch(target: target, score: score * factor, reason: reason))
      }
    }
    add(paths[Self.join(keys)], 1, .path)
    // "Bể > Nước > HVS" is the heading "Bể nước HVS" over three rows, and no "HVS" under "Nước".
    let whole = keys.count > 1 ? headers[keys.joined(separator: " ")] : nil
    func isOutdone(_ target: ColumnTarget) -> Bool { whole.map { !$0.contains(target) } ?? false }
    if keys.count > 2 {
      let lower = paths[Self.join(Array(keys.suffix(2)))]
      add(lower?.filter { !isOutdone($0) }, 0.97, .path)
    }
    add(whole, 0.96, .severalRows)
    for target in headers[leaf] ?? [] {
      let groups = keys.dropLast()
      if isOutdone(target) {
        add([target], 0.6, .foreignGroup)
      } else if groups.isEmpty {
        add([target], 1, .heading)
      } else if groups.contains(where: { parents[$0]?.contains(target) == true }) {
        add([target], 0.99, .headingInGroup)
      } else if groups.contains(where: { isForeign($0, to: target) || isQualifying($0) }) {
        add([target], 0.6, .foreignGroup)
      } else {
        add([target], 0.93, .headingUnderOther)
      }
    }
    return result
  }

  /// Whether a group heading is the heading of another field, so that the leaf speaks of that one.
  private func isForeign(_ key: String, to target: ColumnTarget) -> Bool {
    guard let owners = headers[key] else { return false }
    return !owners.contains { $0.field == target.field }
  }

  /// Compares what the headings say: with abbreviations written out, then by their telling words.
  private func meaningMatches(_ all: [String]) -> [ColumnMatch] {
    guard let leaf = all.last else { return [] }
    let groups = all.dropLast().filter { !isNeutral($0) }
    var result: [ColumnMatch] = []
    func add(_ found: [(target: ColumnTarget, label: String)]?, _ score: Double) {
      for (target, label) in found ?? [] {
        result.append(
          ColumnMatch(target: target, score: score, reason: .sameMeaning, label: label)
        )
      }
    }
    // A group heading that makes the figures others has to be in the definition's heading as well.
    guard !groups.contains(where: { isQualifying($0) && !isTold($0) }) else { return [] }
    // The leaf by itself counts only where no group heading says what it is about.
    for keys in groups.isEmpty ? [[leaf]] : [groups + [leaf]] {
      let words = expanded(keys)
      add(expansions[words.joined(separator: " ")], 0.95)
      guard let content = content(words) else { continue }
      add(contents[content.key], content.count >= 3 ? 0.9 : 0.85)
    }
    return result
  }

  /// Compares words: twice the common ones over all of both.
  private func similarMatches(_ keys: [String]) -> [ColumnMatch] {
    let words = Set((keys.last ?? "").split(separator: " ").map(String.init))
    guard words.count >= 2 else { return [] }
    // Under a heading of its own, words that are only similar speak of something else.
    let foreign = keys.dropLast().contains { !isNeutral($0) }
    var best: [ColumnTarget: ColumnMatch] = [:]
    var common: [Int: Int] = [:]
    for word in words { for list in listsByWord[word] ?? [] { common[list, default: 0] += 1 } }
    for (index, count) in common.sorted(by: { $0.key < $1.key }) {
      let list = wordLists[index]
      let share = 2 * Double(count) / Double(words.count + list.words.count)
      guard list.count >= 2, share >= 0.6 else { continue }
      // Words that carry meaning may not differ: "hộ thoát nghèo" is not "hộ nghèo".
      let differsOnlyInFillers = words.symmetricDifference(list.words).isSubset(of: fillers)
      let score = foreign ? 0.5 : differsOnlyInFillers ? 0.85 : min(0.7, share)
      if score > (best[list.target]?.score ?? 0) {
        best[list.target] = ColumnMatch(
          target: list.target,
          score: score,
          reason: .similar,
          label: list.label
        )
      }
    }
    return Array(best.values)
  }
}
