import Criteria
package import Evaluation
import Findings
import Tabular

/// A plan and the distance to withdrawal, as parts of an evaluation's JSON.
package enum PlanJSON {
  /// The plan's rows with what the evaluation says of each.
  package static func object(_ plan: Plan) -> JSONText {
    .object([
      ("file", .text(plan.file)),
      ("rows", .list(plan.rows.map { row($0) })),
    ])
  }

  private static func row(_ row: PlanRow) -> JSONText {
    var code: String?
    var detail: String?
    switch row.subject {
    case .indicator(let own): code = own
    case .detail(let own, let id): (code, detail) = (own, id)
    case .other: break
    }
    let texts = row.texts.sorted { $0.key < $1.key }.map {
      ($0.key, JSONText?.some(.text($0.value)))
    }
    return .object(
      [
        ("code", .optional(code)),
        ("detail", detail.map { .text($0) }),
        ("text", .text(row.label)),
        ("unit", .optional(row.unit)),
        ("current", row.current.map { figure($0) }),
        ("computed", row.computed.map { .number($0) } ?? .null),
        ("target", row.target.map { figure($0) }),
        ("change", row.change.map { figure($0) }),
        ("status", .text(row.status.rawValue)),
      ] + texts
    )
  }

  private static func figure(_ figure: PlanRow.Figure) -> JSONText {
    let value: JSONText =
      switch figure.value {
      case .number(let number): .number(number)
      case .flag(let isMet): .flag(isMet)
      case .notApplicable: .text("not_applicable")
      case nil: .null
      }
    return .object([
      ("value", value), ("text", .text(figure.text)), ("year", figure.year.map { .whole($0) }),
      ("cell", figure.location.cell.map { .text($0.description) }),
    ])
  }

  /// How near the unit is to losing its recognition; `nil` where the set has no rule.
  package static func withdrawal(_ assessment: Assessment) -> JSONText? {
    guard let distance = assessment.withdrawal, let rule = assessment.set.withdrawal else {
      return nil
    }
    let grounds = zip(rule.grounds, distance.leastCounts).map { ground, count -> JSONText in
      .object([
        ("not_met_from", .whole(count)),
        ("percent", .number(ground.fromPercent)),
        ("including_one_of", .list(ground.includingOneOf.map { .text($0) })),
      ])
    }
    return .object([
      ("act", .text(rule.act)),
      ("confidence", .text(rule.confidence.rawValue)),
      ("state", .text(distance.state.rawValue)),
      ("not_met", .whole(distance.notMet)),
      ("undetermined", .whole(distance.undetermined)),
      ("total", .whole(distance.total)),
      ("further", .whole(distance.further)),
      ("grounds", .list(grounds)),
    ])
  }
}
