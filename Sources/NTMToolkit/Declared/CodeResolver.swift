import Criteria
import Findings
import Forms
import Tabular

/// Finds out which indicator or criterion each row of a declared table speaks of.
///
/// Forms carry the code in a column of its own, before the content, in the first column, or nowhere:
/// then the text of the content decides. What stays doubtful is a finding and no value.
struct CodeResolver {
  private let set: CriteriaSet?
  private let reader: CodeReader
  private let codes: Set<String>
  private let numbers: Set<String>
  /// Indicator codes by criterion number and the key of their text.
  private var byText: [String: [String]] = [:]
  /// The criterion that the rows belong to, carried down merged and blank cells.
  private var criterion: String?
  private var last: String?

  /// What a row speaks of.
  enum Subject: Hashable {
    case indicator(String)
    case criterion(String)
    case nothing
  }

  init(set: CriteriaSet?, vocabulary: Vocabulary) {
    self.set = set
    reader = CodeReader(vocabulary: vocabulary)
    codes = Set(set?.indicators.map(\.code) ?? [])
    numbers = Set(set?.criteria?.map(\.number) ?? [])
    for indicator in set?.indicators ?? [] {
      byText[Vocabulary.key(indicator.text.vi), default: []].append(indicator.code)
    }
  }

  /// The subject of the row at an index; a doubtful code adds a finding.
  mutating func subject(
    _ table: DeclaredTable,
    rowAt index: Int,
    _ findings: inout [Finding]
  ) -> Subject {
    let stated = reading("code", table, index)
    let ordinal = reading("ordinal", table, index)
    let content = table.cell("content", rowAt: index)
    let lead = content.flatMap { reader.leading($0.text) }
    if let number = number(ordinal), isCriterion(number) {
      if number != criterion { last = nil }
      criterion = number
    }
    // The code's own cell first, then the content's number, then a first column that has sub-numbers.
    if let stated, stated.reading != .none {
      return resolve(stated, content?.text, table, index, &findings)
    }
    if let lead, lead.code.contains("."), isPlausible(lead.code) { return remember(lead.code) }
    if let ordinal, ordinal.isSubNumber {
      return resolve(ordinal, content?.text, table, index, &findings)
    }
    if let code = byContent(content?.text) { return remember(code) }
    return withoutCode(table, index, ordinal, hasContent: content != nil)
  }

  private struct Found: Hashable {
    var reading: CodeReader.Reading
    var text: String
    var place: CellReference
    var isOwnRow: Bool

    var isSubNumber: Bool {
      switch reading {
      case .code(let code): code.contains(".")
      case .oneOf: true
      case .none: false
      }
    }
  }

  private func reading(_ meaning: String, _ table: DeclaredTable, _ index: Int) -> Found? {
    guard let (cell, text, place) = table.cell(meaning, rowAt: index) else { return nil }
    return Found(
      reading: reader.read(cell, text, epoch: table.grid.epoch),
      text: text,
      place: place,
      isOwnRow: place.row == Int(table.grid.rows[index].number)
    )
  }

  private func number(_ found: Found?) -> String? {
    guard case .code(let code)? = found?.reading, !code.contains(".") else { return nil }
    return code
  }

  private func isCriterion(_ number: String) -> Bool { set == nil || numbers.contains(number) }

  /// Whether a code may stand in this set, or anywhere where there is none.
  private func isPlausible(_ code: String) -> Bool {
    guard set != nil else { return true }
    return codes.contains(code) || single(code) != nil
      || criterion.map { code.hasPrefix($0 + ".") } == true
  }

  /// "5.1" for the only indicator "5", and the other way round.
  private func single(_ code: String) -> String? {
    if code.hasSuffix(".1"), codes.contains(String(code.dropLast(2))) {
      return String(code.dropLast(2))
    }
    guard numbers.contains(code),
      let criterion = set?.criteria?.first(where: { $0.number == code }),
      let indicators = criterion.indicators, indicators.count == 1
    else { return nil }
    return indicators[0].code
  }

  private mutating func remember(_ code: String) -> Subject {
    let known = set == nil || codes.contains(code) ? code : single(code) ?? code
    last = known
    if let head = known.split(separator: ".").first { criterion = String(head) }
    return .indicator(known)
  }

  private mutating func resolve(
    _ found: Found,
    _ content: String?,
    _ table: DeclaredTable,
    _ index: Int,
    _ findings: inout [Finding]
  ) -> Subject {
    switch found.reading {
    case .code(let code): return remember(code)
    case .none: return .nothing
    case .oneOf(let candidates):
      if let code = byContent(content), candidates.contains(code) { return remember(code) }
      let known = set == nil ? candidates : candidates.filter(codes.contains)
      if known.count == 1 { return remember(known[0]) }
      if known.isEmpty { return remember(candidates[0]) }
      // The neighbours decide: what follows 17.9 is 17.10, what comes before 17.2 is 17.1.
      if let next = follower(of: last), known.contains(next) { return remember(next) }
      let below = codeBelow(table, index)
      if let own = known.first(where: { follower(of: $0) == below && below != nil }) {
        return remember(own)
      }
      findings.append(
        Finding(.ambiguousNumber, "code", at: table.place(found.place), found: found.text)
      )
      return .nothing
    }
  }

  /// The code after another one in the set; `nil` where nothing came before.
  private func follower(of code: String?) -> String? {
    guard let code, let all = set?.indicators.map(\.code), let place = all.firstIndex(of: code),
      all.indices.contains(place + 1)
    else { return nil }
    return all[place + 1]
  }

  /// The certain code of the next row, where it has one.
  private func codeBelow(_ table: DeclaredTable, _ index: Int) -> String? {
    guard index + 1 < table.rows.upperBound else { return nil }
    let found = reading("code", table, index + 1) ?? reading("ordinal", table, index + 1)
    switch found?.reading {
    case .code(let code): return code
    case .oneOf(let candidates):
      let known = candidates.filter(codes.contains)
      return known.count == 1 ? known[0] : nil
    default:
      return table.cell("content", rowAt: index + 1).flatMap { reader.leading($0.text)?.code }
    }
  }

  private func byContent(_ text: String?) -> String? {
    guard let text else { return nil }
    // Items of a list stand under the first line of the content.
    let first = text.split(separator: "\n").first.map(String.init) ?? text
    for candidate in [text, first] {
      let body = reader.leading(candidate)?.rest ?? candidate
      let found = byText[Vocabulary.key(body)] ?? []
      if found.count == 1 { return found[0] }
      let own = found.filter { $0 == criterion || $0.hasPrefix((criterion ?? "") + ".") }
      if own.count == 1 { return own[0] }
    }
    return nil
  }

  /// A row without any code: the line of its criterion, or the only indicator of it.
  private mutating func withoutCode(
    _ table: DeclaredTable,
    _ index: Int,
    _ ordinal: Found?,
    hasContent: Bool
  ) -> Subject {
    guard let ordinal, ordinal.isOwnRow, let number = number(ordinal), isCriterion(number) else {
      return .nothing
    }
    let hasValue = ["value", "current", "target"].contains {
      table.cell($0, rowAt: index) != nil
    }
    if hasValue, table.columns["code"] == nil, let code = single(number) ?? own(number) {
      return remember(code)
    }
    return .criterion(number)
  }

  /// The indicator whose code is the criterion's number itself.
  private func own(_ number: String) -> String? { codes.contains(number) ? number : nil }
}
