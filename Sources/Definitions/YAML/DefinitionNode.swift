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

  /// Parses the text of a YAML or JSON file; a syntax error is reported and gives `nil`.
  package static func parse(_ text: String, file: String, log: DefinitionLog) -> DefinitionNode? {
    do {
      guard let node = try Yams.compose(yaml: text) else {
        let problem = LocalizedText(vi: "tệp trống", en: "the file is empty")
        log.report(problem, at: SourceLocation(file: file, line: 1, column: 1))
        return nil
      }
      return DefinitionNode(node: node, file: file)
    } catch {
      log.report(problem(of: error), at: location(of: error, file: file))
      return nil
    }
  }

  private static func location(of error: any Error, file: String) -> SourceLocation {
    switch error as? YamlError {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      SourceLocation(file: file, line: mark.line, column: mark.column)
    case .duplicatedKeysInMapping(_, let context):
      SourceLocation(file: file, line: context.mark.line, column: context.mark.column)
    default: SourceLocation(file: file, line: 1, column: 1)
    }
  }

  private static func problem(of error: any Error) -> LocalizedText {
    switch error as? YamlError {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
      .composer(_, let problem, _, _):
      LocalizedText(vi: "sai cú pháp YAML: \(problem)", en: "YAML syntax: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, _):
      LocalizedText(
        vi: "khóa “\(duplicates.first ?? "?")” ghi hai lần",
        en: "the key “\(duplicates.first ?? "?")” is given twice"
      )
    default: LocalizedText(vi: "không đọc được: \(error)", en: "cannot be read: \(error)")
    }
  }

  /// Whether the node is YAML's null (`null`, `~` or nothing).
  package var isNull: Bool {
    guard case .scalar(let scalar) = node else { return false }
    return node.tag == Tag(.null)
      || (scalar.style == .plain && ["", "~", "null"].contains(scalar.string))
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
