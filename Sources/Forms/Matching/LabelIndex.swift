import VietnameseText

/// What a column can hold: a field, or the marks of one answer of a choice.
package struct ColumnTarget: Hashable, Sendable {
  /// The index into the form's fields.
  package var field: Int
  /// The index into the field's choices, for a column of marks.
  package var choice: Int?

  package init(field: Int, choice: Int? = nil) {
    self.field = field
    self.choice = choice
  }
}

/// The headings of a form by key, for matching columns.
package struct LabelIndex: Sendable {
  /// Targets by the key of a heading that matches under any group heading.
  private(set) var headers: [String: [ColumnTarget]] = [:]
  /// Targets by the keys of a whole path, joined.
  private(set) var paths: [String: [ColumnTarget]] = [:]
  /// Group headings that belong to a target, by key.
  private(set) var parents: [KeyText: Set<ColumnTarget>] = [:]
  /// Each heading with its words, for the comparison of last resort.
  private(set) var wordLists: [WordList] = []
  /// The indices of the word lists in which a word stands.
  private(set) var listsByWord: [String: [Int]] = [:]
  /// What headings matched before, in this sheet or another.
  private let memory = MatchMemory<KeyText, [ColumnMatch]>()
  /// The columns of heading bands that were read before.
  private let bands = MatchMemory<Int, [HeaderBand.Column]>()
  /// Which group headings were found related to which field.
  private let relations = MatchMemory<Relation, Bool>()
  /// Targets by what a heading says, whatever its order, abbreviations and filling words.
  private(set) var contents: [String: [(target: ColumnTarget, label: String)]] = [:]
  /// Targets by a heading with its abbreviations written out.
  private(set) var expansions: [String: [(target: ColumnTarget, label: String)]] = [:]
  /// The keys of last path elements, for finding header rows.
  private(set) var leaves: Set<KeyText> = []
  let neutral: Set<String>
  /// Words that may be added or left out without changing what a heading means.
  let fillers: Set<String>
  /// Beginnings of headings that are none of this form's.
  private let foreign: [String]
  private let meanings: [(written: [String], meant: [String])]
  private let vocabulary: Vocabulary
  /// For each field the base of the units in which it is counted; `nil` for any count.
  private let bases: [(isFigure: Bool, isRatio: Bool, base: String?)]
  private let units: [Vocabulary.Unit?]
  /// Fields that are another one in another unit, with that one.
  private let twins: [(field: Int, of: Int)]
  /// The keys of headings over the numbers, names and groups of rows: no figure stands under them.
  private(set) var naming: Set<String> = []

  /// What the lowest heading says where a field is told by headings: "số hộ", "số khẩu".
  private(set) var counted: Set<String> = []
  private var villageTargets: [ColumnTarget] = []

  private struct Relation: Hashable {
    var group: String
    var field: Int
  }

  /// The words of a heading of the definition.
  struct WordList: Sendable {
    var words: Set<String>
    /// The words with abbreviations written out.
    var expanded: Set<String>
    /// How many words it has, repeated ones too.
    var count: Int
    var target: ColumnTarget
    var label: String
  }

  init(_ form: FormDefinition, vocabulary: Vocabulary) {
    neutral = vocabulary.neutralHeadings
    fillers = vocabulary.fillers
    meanings = vocabulary.meanings
    foreign = form.foreignHeadings
    self.vocabulary = vocabulary
    bases = form.fields.map { field in
      (
        field.kind.isFigure,
        field.isRatio,
        field.unit.flatMap { vocabulary.unit($0)?.base }
      )
    }
    units = form.fields.map { $0.unit.flatMap { vocabulary.unit($0) } }
    twins = form.fields.indices.compactMap { index in
      form.fields[index].twin.flatMap { form.fieldIndex($0) }.map { (index, $0) }
    }
    for (index, field) in form.fields.enumerated() {
      let target = ColumnTarget(field: index)
      field.headers.forEach { addHeader($0, target) }
      if let code = field.code { addHeader(code, target) }
      // A column of villages may be headed by any word for one.
      if field.place == "village" {
        villageTargets.append(target)
        for kind in vocabulary.villageKinds where headers[kind] == nil {
          addHeader(kind, key: kind, target)
        }
      }
      field.paths.forEach { addPath($0, target) }
      if field.isToldByHeadings { counted.formUnion(field.choices.flatMap(\.words)) }
      if field.role != .value || (field.kind == .text && !field.isRequired) {
        naming.formUnion(field.headers.map { Vocabulary.key($0) })
      }
      for (number, choice) in field.choices.enumerated() {
        let own = ColumnTarget(field: index, choice: number)
        for header in choice.headers {
          let path = header.split(separator: ">").map(String.init)
          if path.count > 1 { addPath(path, own) } else { addHeader(header, own) }
        }
        field.headers.forEach { parents[KeyText(Vocabulary.key($0)), default: []].insert(own) }
      }
    }
    form.fields.indices.forEach { addAnswers(of: form.fields[$0], at: $0) }
  }

  /// An answer under the heading of its choice heads a column of marks: "Chuồng trại > Không HVS".
  private mutating func addAnswers(of field: FieldDefinition, at index: Int) {
    for header in field.choices.isEmpty ? [] : field.headers {
      let key = Vocabulary.key(header)
      for (number, choice) in field.choices.enumerated() {
        let target = ColumnTarget(field: index, choice: number)
        // A sign such as "x" or "1" is a mark and no heading.
        for word in choice.words where word.utf8.count > 1 && Int(word) == nil {
          let path = Self.join([key, word])
          if paths[path] == nil { paths[path] = [target] }
        }
      }
    }
  }

  private mutating func addHeader(_ label: String, _ target: ColumnTarget) {
    addHeader(label, key: Vocabulary.key(label), target)
  }

  private mutating func addHeader(_ label: String, key: String, _ target: ColumnTarget) {
    if headers[key]?.contains(target) != true { headers[key, default: []].append(target) }
    leaves.insert(key)
    let words = key.split(separator: " ").map(String.init)
    for word in Set(words) { listsByWord[word, default: []].append(wordLists.count) }
    wordLists.append(
      WordList(
        words: Set(words),
        expanded: Set(expanded([key])),
        count: words.count,
        target: target,
        label: label
      )
    )
    addMeaning([key], target, label)
  }

  private mutating func addMeaning(_ keys: [String], _ target: ColumnTarget, _ label: String) {
    let words = expanded(keys)
    expansions[words.joined(separator: " "), default: []].append((target, label))
    if let content = content(words) { contents[content.key, default: []].append((target, label)) }
    if keys.count == 1 { leaves.insert(words.joined(separator: " ")) }
  }

  /// The words of headings with abbreviations and variants replaced by what they stand for.
  func expanded(_ keys: [String]) -> [String] {
    var words = keys.flatMap { $0.split(separator: " ").map(String.init) }
    for (written, meant) in meanings {
      guard let first = written.first, words.contains(where: { $0.hasBytes(of: first) }) else {
        continue
      }
      var index = 0
      while index + written.count <= words.count {
        if words[index..<(index + written.count)].elementsEqual(written) {
          words.replaceSubrange(index..<(index + written.count), with: meant)
          index += meant.count
        } else {
          index += 1
        }
      }
    }
    return words
  }

  /// Whether a group heading says nothing of what stands below it: "Trong đó", "Tiêu chí số 1".
  func isNeutral(_ key: String) -> Bool {
    if neutral.contains(key) { return true }
    guard let last = key.utf8.last, (0x30...0x39).contains(last) else { return false }
    return vocabulary.codeWords.contains { word in
      key.hasPrefix(word + " ") && Int(key.dropFirst(word.count + 1)) != nil
    }
  }

  /// Whether a heading speaks of something that this form does not hold.
  func isForeign(_ key: String) -> Bool {
    foreign.contains { key.beginsWithWords($0) }
  }

  /// Whether a group heading makes the figures below it others than their own headings say.
  func isQualifying(_ key: String) -> Bool { vocabulary.isQualifying(key) }

  /// Whether what makes the figures below a group heading others counts when headings are compared word by word.
  func isTold(_ key: String) -> Bool {
    vocabulary.qualifiers.allSatisfy { qualifier in
      !key.holdsWords(qualifier)
        || !Set(qualifier.split(separator: " ").map(String.init)).isSubset(of: fillers)
    }
  }

  /// The fields of villages, where a heading is made of nothing but words for them: "Đơn vị thôn", "Tên thôn, bản".
  func villages(of key: String) -> [ColumnTarget] {
    guard !villageTargets.isEmpty else { return [] }
    let words = key.split(separator: " ").map(String.init)
    let isOfKinds = words.contains { vocabulary.villageWords.contains($0) }
    return isOfKinds
      && words.allSatisfy {
        vocabulary.villageWords.contains($0) || vocabulary.placeHeadingWords.contains($0)
      } ? villageTargets : []
  }

  /// Whether a lowest heading says no more than that the one above is meant as it is now: "Cuối năm", "TH".
  func isCurrent(_ key: String) -> Bool { vocabulary.currentHeadings.contains(key) }

  /// Whether a remark in a heading's brackets makes its figure another one than the field's.
  ///
  /// A field whose own headings speak so is not meant: income per head is asked for as well.
  func isQualified(_ target: ColumnTarget, by remark: String) -> Bool {
    guard let qualifier = vocabulary.qualifier(ofRemark: remark) else { return false }
    let words = Set(expanded([qualifier]))
    return !wordLists.contains {
      $0.target.field == target.field && words.isSubset(of: $0.expanded)
    }
  }

  /// The base of the unit that a remark in a heading names, whole or after a label.
  func unitBase(of remark: String) -> String? {
    if let unit = vocabulary.unit(remark) { return unit.base }
    let parts = remark.split(whereSeparator: { ":,;".contains($0) })
    guard parts.count > 1 else { return nil }
    return parts.lazy.compactMap { vocabulary.unit(String($0)) }.first?.base
  }

  /// What follows the word for a part: "nữ" of "trong đó: nữ".
  func part(of key: String) -> String? {
    guard let word = vocabulary.partWords.first(where: { key.hasPrefix($0 + " ") }) else {
      return nil
    }
    return String(key.dropFirst(word.count + 1))
  }

  /// Whether a field is known as a part of another one: "Nữ" of the number of persons.
  func isPart(_ part: String, _ target: ColumnTarget, of whole: ColumnTarget) -> Bool {
    headers.contains { key, owners in
      owners.contains(whole) && paths[Self.join([key, part])]?.contains(target) == true
    }
  }

  /// Whether a heading names nothing but a total or what is counted; the base of its unit where it is one.
  func countedAlone(_ key: String) -> (isAlone: Bool, base: String?)? {
    if vocabulary.totals.contains(key) { return (true, nil) }
    // "Số hộ" and "số người": the first word says nothing, the second is the unit.
    let words = key.split(separator: " ")
    let rest = words.count == 2 && fillers.contains(String(words[0])) ? words[1] : Substring(key)
    guard let unit = vocabulary.units[String(rest)], unit.isCount else { return nil }
    return (true, unit.base)
  }

  /// Whether a field is a figure, counted in units of a base where one is given.
  func counts(_ target: ColumnTarget, in base: String?) -> Bool {
    let own = bases[target.field]
    return own.isFigure && (base == nil || own.base == base)
  }

  /// Whether a field can be counted in units of a base.
  func accepts(_ target: ColumnTarget, unitBase: String) -> Bool {
    let (isFigure, isRatio, base) = bases[target.field]
    if isRatio, let base, unitBase.hasPrefix(base + "/") {
      return isPerHead(unitBase.dropFirst(base.count + 1), target)
    }
    // A mark may be counted: "Nhà tiêu HVS (cái)" in a list is still a mark.
    guard isFigure else {
      return vocabulary.units.values.contains { $0.base == unitBase && $0.isCount }
    }
    return base == nil || base == unitBase
  }

  /// Whether what a ratio is counted by is a person, in a time that may be left out or that the field's own
  /// headings name: "người năm" of income a head and year, "người tháng" only of that of a month.
  private func isPerHead(_ per: Substring, _ target: ColumnTarget) -> Bool {
    guard let head = vocabulary.headUnits.first(where: { String(per).beginsWithWords($0) }) else {
      return false
    }
    let times = per.dropFirst(head.count).split(separator: " ").map(String.init)
      .filter { !vocabulary.impliedUnits.contains($0) }
    return times.isEmpty
      || wordLists.contains { $0.target == target && $0.words.isSuperset(of: times) }
  }

  /// A field that is another one in another unit takes the column whose heading names that unit.
  func moveToTwins(_ best: inout [ColumnTarget: ColumnMatch], _ path: [HeaderText]) {
    for (field, twin) in twins {
      let target = ColumnTarget(field: twin)
      guard var match = best[target], match.score >= ColumnMatch.usable,
        let wanted = units[field],
        path.flatMap(\.trimmings).contains(where: { isUnit($0, wanted) })
      else { continue }
      match.target = ColumnTarget(field: field)
      best[target] = nil
      best[match.target] = match
    }
  }

  private func isUnit(_ remark: String, _ wanted: Vocabulary.Unit) -> Bool {
    guard let unit = vocabulary.unit(remark) else { return false }
    return unit.factor == wanted.factor
      && (unit.base == wanted.base || unit.base.hasPrefix(wanted.base + "/"))
  }

  /// Whether a group heading has a telling word in common with a heading of the field.
  func isRelated(_ group: String, to target: ColumnTarget) -> Bool {
    relations.value(Relation(group: group, field: target.field)) {
      let words = Set(expanded([group])).subtracting(fillers)
      return wordLists.contains { list in
        list.target.field == target.field && !words.isDisjoint(with: list.expanded)
      }
    }
  }

  /// The words that carry meaning, in alphabetical order; `nil` where there is at most one.
  func content(_ words: [String]) -> (key: String, count: Int)? {
    let telling = Set(words).subtracting(fillers)
    guard telling.count >= 2 else { return nil }
    return (telling.sorted().joined(separator: " "), telling.count)
  }

  private mutating func addPath(_ path: [String], _ target: ColumnTarget) {
    let keys = path.map { Vocabulary.key($0) }
    let joined = Self.join(keys)
    if paths[joined]?.contains(target) != true { paths[joined, default: []].append(target) }
    addMeaning(keys, target, path.joined(separator: " > "))
    keys.dropLast().forEach { parents[KeyText($0), default: []].insert(target) }
    if let last = keys.last, path.count > 1 || keys.count == 1 { leaves.insert(last) }
  }

  /// The possible targets of a column, best first, remembered from one sheet to the next.
  func knownMatches(_ paths: [[HeaderText]]) -> [ColumnMatch] {
    var key = ""
    for path in paths {
      for heading in path {
        key += heading.text
        key += "\u{1F}"
      }
      key += "\u{1E}"
    }
    return memory.value(KeyText(key)) { matches(paths) }
  }

  /// The columns of a heading band with a signature, remembered from one sheet to the next.
  func knownColumns(
    _ signature: Int,
    _ make: () -> [HeaderBand.Column]
  ) -> [HeaderBand.Column] { bands.value(signature, make) }

  static func join(_ keys: [String]) -> String { keys.joined(separator: "\u{1F}") }
}
