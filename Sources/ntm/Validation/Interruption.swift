import Foundation
import Synchronization

/// Ctrl-C and an orderly end: the first asks the run to finish with what it knows, the second ends it.
enum Interruption {
  private static let isAsked = Atomic<Bool>(false)

  static var isRequested: Bool { isAsked.load(ordering: .relaxed) }

  /// From now on, SIGINT and SIGTERM are noted.
  static func watch() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interruption.isAsked.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }
}
