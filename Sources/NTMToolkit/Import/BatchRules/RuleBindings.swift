import Definitions
import Expressions
import Findings
import Forms

/// The rules over a batch, bound to the forms that they speak of.
struct RuleBindings: Sendable {
  /// What is kept of the records of one form.
  struct Form: Sendable {
    var index: Int
    /// The counts and sums that rules take of it.
    var leaves: [Expression]
    /// The same by field index.
    var bound: [Expression]
    /// The column of a field in which the figures of a count or sum stand.
    var fields: [Int?]
    var village: Int?
    var name: Int?
    var judged: [Judged] = []
    var unique: [Unique] = []
  }

  // Classes, because each record goes through them: a copy would cost more than the look.

  /// A rule that judges each record.
  final class Judged: Sendable {
    let rule: Int
    let filter: Expression?
    let fields: [Int]

    init(rule: Int, filter: Expression?, fields: [Int]) {
      self.rule = rule
      self.filter = filter
      self.fields = fields
    }
  }

  /// A rule by which some fields may have the same values only once.
  final class Unique: Sendable {
    let rule: Int
    /// Whether it looks at each village by itself.
    let isOfVillage: Bool
    let fields: [Int]
    let differing: [Int]
    let filter: Expression?

    init(rule: Int, isOfVillage: Bool, fields: [Int], differing: [Int], filter: Expression?) {
      self.rule = rule
      self.isOfVillage = isOfVillage
      self.fields = fields
      self.differing = differing
      self.filter = filter
    }
  }

  let rules: [BatchRule]
  /// The fields of forms by id.
  let fields: [String: [String: FieldDefinition]]
  /// By id.
  let forms: [String: Form]
  /// Forms of which rules speak that look beyond one village.
  let wideForms: Set<Int>

  init(_ store: DefinitionStore) {
    rules = store.batchRules
    var forms: [String: Form] = [:]
    var wide: Set<Int> = []
    for form in store.forms.map(\.definition) {
      guard let bound = Self.bind(form, rules, index: forms.count) else { continue }
      forms[form.id] = bound
      let isWide = rules.contains { rule in
        rule.scope != .village
          && (rule.sources.contains { $0.forms.contains(form.id) })
      }
      if isWide { wide.insert(bound.index) }
    }
    self.forms = forms
    fields = Dictionary(
      store.forms.map(\.definition).map { form in
        (
          form.id,
          Dictionary(form.fields.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        )
      },
      uniquingKeysWith: { $1 }
    )
    wideForms = wide
  }

  private static func bind(_ form: FormDefinition, _ rules: [BatchRule], index: Int) -> Form? {
    var leaves: [Expression] = []
    for source in rules.flatMap(\.sources) where source.forms.contains(form.id) {
      for leaf in source.leaves where !leaves.contains(leaf) { leaves.append(leaf) }
    }
    let name = form.fields.firstIndex { $0.role == .name }
    let village = form.fields.firstIndex { $0.place == "village" }
    var result = Form(
      index: index,
      leaves: leaves,
      bound: leaves.map { leaf in leaf.bound { form.fieldIndex($0) } },
      fields: leaves.map {
        $0.names.lazy.compactMap { form.fieldIndex($0) }.first ?? name ?? village
      },
      village: village,
      name: name
    )
    for (number, rule) in rules.enumerated() {
      guard let base = rule.base, base.forms.contains(form.id) else { continue }
      let filter = base.filter?.bound { form.fieldIndex($0) }
      if case .unique(let fields, let differing) = rule.check {
        result.unique.append(
          Unique(
            rule: number,
            isOfVillage: rule.scope == .village,
            fields: fields.compactMap { form.fieldIndex($0) },
            differing: differing.compactMap { form.fieldIndex($0) },
            filter: filter
          )
        )
      } else {
        let fields = base.fields.compactMap { form.fieldIndex($0) }
        result.judged.append(Judged(rule: number, filter: filter, fields: fields))
      }
    }
    let isUsed = !leaves.isEmpty || !result.judged.isEmpty || !result.unique.isEmpty
    return isUsed ? result : nil
  }
}
