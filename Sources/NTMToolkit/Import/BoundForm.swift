import Expressions
import Findings
package import Forms
import Tabular

/// A form with all that is asked for each of its records found once: its rules, and which field has which part.
package final class BoundForm: Sendable {
  /// A rule of the form with its names as fields.
  final class Rule: Sendable {
    let rule: FormDefinition.Rule
    /// The condition, or the value whose outliers are looked for.
    let expression: Expression?
    /// The field at whose cell it is reported.
    let field: Int?
    /// The fields that it reads.
    let names: [Int]
    /// Those that count as 0 where they are blank.
    let parts: [Int]

    init(_ rule: FormDefinition.Rule, _ index: [String: Int]) {
      self.rule = rule
      field = index[rule.field]
      let names = rule.names.compactMap { index[$0] }
      self.names = names
      let own = index[rule.field]
      parts = rule.missing == .zero ? names.filter { $0 != own } : []
      expression =
        switch rule.check {
        case .condition(let condition): condition.bound { index[$0] }
        case .outlier(let outlier): outlier.value.bound { index[$0] }
        case .pattern, .unique, .rising: nil
        }
    }
  }

  /// The fields of the form's rule for duplicates.
  struct Duplicates {
    var key: [Int?]
    var identifiers: [Int?]
    var compared: [Int?]
  }

  let definition: FormDefinition
  let index: [String: Int]
  /// Rules on one record.
  let rules: [Rule]
  let tableRules: [Rule]
  let duplicates: Duplicates?
  private let name: Int?
  private let group: Int?
  /// The field that names the village.
  let village: Int?

  var hasTableRules: Bool { !tableRules.isEmpty }

  package init(_ form: FormDefinition) {
    definition = form
    let index = Dictionary(
      form.fields.enumerated().map { ($1.id, $0) },
      uniquingKeysWith: { $1 }
    )
    self.index = index
    rules = form.rules.filter { !$0.isOfTable }.map { Rule($0, index) }
    tableRules = form.rules.filter(\.isOfTable).map { Rule($0, index) }
    duplicates = form.duplicates.map { rule in
      Duplicates(
        key: rule.key.map { form.fieldIndex($0) },
        identifiers: rule.identifiers.map { form.fieldIndex($0) },
        compared: rule.compared.map { form.fieldIndex($0) }
      )
    }
    name = form.fields.firstIndex { $0.role == .name }
    group = form.fields.firstIndex { $0.role == .group }
    village = form.fields.firstIndex { $0.place == "village" }
  }

  /// What people call a record: by the field of its name, and that of its group.
  func label(of record: Record) -> RecordLabel? {
    func text(_ field: Int?) -> String? {
      guard let field, case .text(let text)? = record.values[field] else { return nil }
      return text
    }
    return text(name).map { RecordLabel(name: $0, group: text(group)) }
  }
}
