/// How bad a finding is, from note to error.
public enum Severity: String, Comparable, Hashable, Sendable, CaseIterable {
  /// A decision that was taken and that somebody may want to see.
  case note
  /// Something to look at; the figures stand.
  case warning
  /// Something to correct; the figures do not stand until it is.
  case error

  /// Orders note before warning before error.
  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}
