public import Tabular

/// Why a container could not be read; equal by code and part.
public struct ContainerError: Error, Hashable, Sendable {
  /// The kinds of failure, each with one remedy for the user.
  public enum Code: Hashable, Sendable {
    /// The file cannot be opened or read.
    case unreadable
    /// Not a ZIP archive, or one whose directory is damaged.
    case notAZipArchive
    /// Two archives in one file: programs differ in which of them they read.
    case severalArchives
    /// The entry is encrypted.
    case encrypted
    /// No entry of that name.
    case missingPart
    /// Two entries of one name, compared without regard to case (ECMA-376 Part 2, M1.12).
    case duplicatePart
    /// A ZIP container of another kind of document; `part` names the kind.
    case otherDocument
    /// A row or cell says that it stands where no sheet has a place; `part` is what it says.
    case badReference
    /// More than ``Limits`` allow; `limit` names which.
    case limitExceeded
    /// The compressed data or its checksum is wrong, or the method is not one OPC allows.
    case corruptPart
  }

  /// What went wrong.
  public var code: Code
  /// The name of the entry concerned, as the container spells it.
  public var part: String?
  /// The limit that was exceeded.
  public var limit: Limits.Name?

  /// Creates an error.
  public init(_ code: Code, part: String? = nil, limit: Limits.Name? = nil) {
    self.code = code
    self.part = part
    self.limit = limit
  }
}
