/// Why the XML of a part was refused.
public struct XMLError: Error, Hashable, Sendable {
  /// The kinds of refusal.
  public enum Code: Hashable, Sendable {
    /// A document type declaration: OPC forbids it (ECMA-376 Part 2, M1.18), and it is how bombs
    /// and file access come in, so nothing of it is ever read.
    case documentType
    /// An encoding other than UTF-8 and UTF-16 (ECMA-376 Part 2, M1.17).
    case encoding
    /// Not well-formed, or deeper or larger than libxml2's own limits allow.
    case notWellFormed
    /// The container below failed.
    case container(ContainerError)
  }

  /// What went wrong.
  public var code: Code
  /// The line of the part, from 1; 0 where it is not known.
  public var line: Int
}
