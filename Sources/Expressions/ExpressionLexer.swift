import Tabular
import VietnameseText

/// A problem in the text of an expression.
public struct ExpressionError: Error, Hashable, Sendable {
  /// What is wrong: a variant of `definition-error` in the message catalogue.
  public var problem: String
  /// The text at the place, empty at the end.
  public var found: String
  /// The zero-based offset in characters.
  public var offset: Int
}

/// Splits an expression into names, numbers and signs.
struct ExpressionLexer {
  enum Token: Hashable {
    case name(String)
    case number(ExactDecimal)
    case sign(String)
    case end

    var text: String {
      switch self {
      case .name(let text), .sign(let text): text
      case .number(let value): "\(value)"
      case .end: ""
      }
    }
  }

  static func tokens(_ text: String) throws(ExpressionError) -> [(token: Token, offset: Int)] {
    let characters = Array(text.unicodeScalars)
    var result: [(Token, Int)] = []
    var index = 0
    while index < characters.count {
      let scalar = characters[index]
      let start = index
      if scalar == " " || scalar == "\n" || scalar == "\t" {
        index += 1
      } else if isLetter(scalar) {
        index = endOfName(characters, from: index)
        result.append((.name(Self.string(characters[start..<index])), start))
      } else if isDigit(scalar) {
        while index < characters.count, isDigit(characters[index]) || characters[index] == "." {
          index += 1
        }
        let digits = Self.string(characters[start..<index])
        guard let value = NumberReader.read(digits).value(mark: .point) else {
          throw ExpressionError(problem: "expression-number", found: digits, offset: start)
        }
        result.append((.number(value), start))
      } else {
        let pair = Self.string(characters[index..<min(index + 2, characters.count)])
        let isPair = ["==", "!=", "<=", ">="].contains(pair)
        let sign = isPair ? pair : String(Character(scalar))
        guard isPair || "+-*/()[],<>".unicodeScalars.contains(scalar) else {
          throw ExpressionError(problem: "expression-sign", found: sign, offset: start)
        }
        index += isPair ? 2 : 1
        result.append((.sign(sign), start))
      }
    }
    return result + [(.end, characters.count)]
  }

  /// A point inside a name leads to another one: `previous.households`.
  private static func endOfName(_ characters: [Unicode.Scalar], from start: Int) -> Int {
    var index = start
    while index < characters.count {
      let scalar = characters[index]
      let isJoint =
        scalar == "." && index + 1 < characters.count && isLetter(characters[index + 1])
      guard isLetter(scalar) || isDigit(scalar) || isJoint else { break }
      index += 1
    }
    return index
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
}
