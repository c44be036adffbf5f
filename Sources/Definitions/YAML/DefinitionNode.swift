package import Findings
import Tabular
import Yams

/// A node of a definition file that knows its file, line and column.
///
/// Definitions are walked as nodes and not decoded: a decoder ignores unknown keys and loses the
/// position of a wrong type.
package struct DefinitionNode {
  let node: Node
  package let file: String

  /// The place in the file, for messages.
  package var location: SourceLocation {
    SourceLocation(file: file, line: node.mark?.line, column: node.mark?.column)
  }

  /// The place of a character of a scalar, counted from 0; the scalar's own where lines are folded.
  package func location(offset: Int) -> SourceLocation {
    var place = location
    guard case .scalar(let scalar) = node else { return place }
    switch scalar.style {
    case .literal, .folded: return place
    case .singleQuoted, .doubleQuoted: place.column = place.column.map { $0 + 1 + offset }
    default: place.column = place.column.map { $0 + offset }
    }
    return place
  }

  /// Parses the text of a YAML or JSON file; a syntax error is reported and gives `nil`.
  package static func parse(_ text: String, file: String, log: DefinitionLog) -> DefinitionNode? {
    do {
      guard let node = try Yams.compose(yaml: text, .basic) else {
        log.report("empty-file", at: SourceLocation(file: file, line: 1, column: 1))
        return nil
      }
      return DefinitionNode(node: node, file: file)
    } catch {
      report(error, file: file, log: log)
      return nil
    }
  }

  private static func report(_ error: any Error, file: String, log: DefinitionLog) {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let place = SourceLocation(file: file, line: mark.line, column: mark.column)
      log.report("syntax", at: place, ["problem": problem])
    case .duplicatedKeysInMapping(let duplicates, let context):
      let mark = context.mark
      let place = SourceLocation(file: file, line: mark.line, column: mark.column)
      log.report("duplicate-key", at: place, ["key": duplicates.first ?? "?"])
    default:
      let place = SourceLocation(file: file, line: 1, column: 1)
      log.report("syntax", at: place, ["problem": "\(error)"])
    }
  }

  /// Whether the node is YAML's null (`null`, `~` or nothing).
  package var isNull: Bool {
    guard case .scalar(let scalar) = node else { return false }
    return node.tag == Tag(.null)
      || (scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string))
  }

  /// The text of a scalar exactly as written: `17.10` and `no` stay so; `nil` for other nodes.
  package var string: String? {
    guard case .scalar(let scalar) = node else { return nil }
    return scalar.string
  }

  /// The items of a sequence; `nil` for other nodes.
  package var items: [DefinitionNode]? {
    node.sequence.map { $0.map { DefinitionNode(node: $0, file: file) } }
  }

  /// The pairs of a mapping in the order of the file; `nil` for other nodes.
  package var pairs: [(key: DefinitionNode, value: DefinitionNode)]? {
    node.mapping.map { mapping in
      mapping.map {
        (DefinitionNode(node: $0.key, file: file), DefinitionNode(node: $0.value, file: file))
      }
    }
  }
}
