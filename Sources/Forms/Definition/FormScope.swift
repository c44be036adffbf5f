import Findings
package import Expressions
import Tabular

extension Vocabulary {
  /// What a unit such as `triệu đồng/người/năm` counts; units that nobody defined are bases of their own.
  package func dimension(of unit: String) -> Dimension {
    let parts = unit.split(separator: "/").map { part in
      String(part.drop { $0 == " " })
    }
    // Also where the vocabulary reads the whole as one unit of a column: what it is divided by counts here.
    guard parts.count > 1, let first = parts.first else {
      return self.unit(unit).map { Self.dimension($0) } ?? Dimension(Self.key(unit))
    }
    return parts.dropFirst().filter { !impliedUnits.contains(Self.key($0)) }
      .reduce(dimension(of: first)) { $0.over(dimension(of: $1)) }
  }

  private static func dimension(_ unit: Unit) -> Dimension {
    guard unit.base == "%" else { return Dimension(unit.base, factor: unit.factor) }
    return Dimension(
      powers: [:],
      factor: Dimension.Factor(top: unit.factor, bottom: ExactDecimal(100))
    )
  }
}

extension FieldDefinition {
  /// What is known of its values before any is read.
  package func shape(_ vocabulary: Vocabulary) -> ValueShape {
    switch kind {
    case .count, .amount, .length, .percent:
      let isCount = kind == .count
      let unit = self.unit ?? (kind == .percent ? "%" : nil)
      return ValueShape(
        .number,
        dimension: unit.map { vocabulary.dimension(of: $0) },
        bounds: NumberBounds(least: minimum ?? (isCount ? .zero : nil), greatest: maximum)
      )
    case .year: return ValueShape(.number)
    case .mark: return ValueShape(.flag)
    case .choice: return ValueShape(.choice(choices.map(\.id)))
    case .text, .date, .code: return ValueShape(.text)
    }
  }
}

extension FormDefinition {
  /// What an expression over one record may speak of.
  package func scope(_ vocabulary: Vocabulary) -> ExpressionScope {
    let shapes = fields.map { ($0.id, $0.shape(vocabulary)) }
    return ExpressionScope(
      fields: Dictionary(shapes, uniquingKeysWith: { first, _ in first }),
      record: recordLabel.vi.isEmpty ? nil : vocabulary.dimension(of: recordLabel.vi),
      isAggregate: false
    )
  }

  /// What an expression over the facts of its villages may speak of.
  package func factScope(_ vocabulary: Vocabulary) -> ExpressionScope {
    let shapes = facts.map { fact -> (String, ValueShape) in
      switch fact.kind {
      case .count, .amount, .length, .percent, .year: (fact.id, ValueShape(.number))
      case .mark: (fact.id, ValueShape(.flag))
      default: (fact.id, ValueShape(.text))
      }
    }
    let village = facts.first { $0.place == "village" }
    return ExpressionScope(
      fields: Dictionary(shapes, uniquingKeysWith: { first, _ in first }),
      record: (village?.labels.first).map { vocabulary.dimension(of: $0) },
      isAggregate: false
    )
  }
}
