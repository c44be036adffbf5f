#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why a file was not written; what stood at its place before stands there still.
package struct OutputError: Error, Hashable, Sendable {
  /// The reasons, each a phrase `write-…` of the message catalogue.
  package enum Reason: String, Hashable, Sendable, CaseIterable {
    case diskFull = "disk-full"
    case tooLarge = "too-large"
    case readOnly = "read-only"
    case notAllowed = "not-allowed"
    case noFolder = "no-folder"
    /// A folder, device or pipe stands at the place.
    case notAFile = "not-a-file"
    /// A link that leads nowhere.
    case brokenLink = "broken-link"
    /// Another run writes the same file at this moment.
    case busy = "busy"
    /// Anything else; the system's own words are all there is to say.
    case other = "other"
  }

  package var reason: Reason
  /// The number of the system's error, 0 where it gave none.
  package var code: Int32

  package init(_ reason: Reason) {
    self.reason = reason
    code = 0
  }

  /// The reason behind the number of a system error.
  package init(code: Int32) {
    self.code = code
    reason =
      switch code {
      case ENOSPC, EDQUOT: .diskFull
      case EFBIG: .tooLarge
      case EROFS: .readOnly
      case EACCES, EPERM: .notAllowed
      case ENOENT, ENOTDIR: .noFolder
      case EISDIR: .notAFile
      default: .other
      }
  }
}
