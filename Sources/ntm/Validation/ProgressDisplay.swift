import ArgumentParser
import Findings
import Foundation
import NTMToolkit
import Reporting

/// How the progress of a batch is shown, always on standard error.
enum ProgressMode: String, ExpressibleByArgument, CaseIterable {
  /// A line that renews itself, on a terminal only.
  case auto
  /// An object a line, for programs.
  case json
  case none
}

/// Says how far a batch is, a few times a second.
final class ProgressDisplay {
  private let mode: ProgressMode
  private let style: ReportStyle
  private let started = ContinuousClock.now
  private var last: ContinuousClock.Instant?
  private var isShown = false

  init(_ mode: ProgressMode, _ style: ReportStyle, isQuiet: Bool) {
    let isTerminal = isatty(2) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    self.mode = mode == .auto && (!isTerminal || isQuiet) ? .none : mode
    self.style = style
  }

  func show(_ progress: BatchProgress) {
    guard mode != .none else { return }
    let now = ContinuousClock.now
    let isEnd = progress.files == progress.allFiles
    if let last, !isEnd, now - last < .milliseconds(200) { return }
    last = now
    let seconds =
      Double((now - started).components.seconds)
      + Double((now - started).components.attoseconds) / 1e18
    // By bytes, because files differ; unknown until something was done.
    let left =
      progress.bytes > 0
      ? seconds / Double(progress.bytes) * Double(progress.allBytes - progress.bytes) : nil
    if mode == .json {
      Terminal.error(json(progress, seconds: seconds, left: left))
    } else {
      isShown = true
      FileHandle.standardError.write(Data(("\r" + line(progress, left: left) + "\u{1B}[K").utf8))
    }
  }

  /// Takes the line away again.
  func end() {
    if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    isShown = false
  }

  private func json(_ progress: BatchProgress, seconds: Double, left: Double?) -> String {
    func tenths(_ value: Double) -> JSONText { .double((value * 10).rounded() / 10) }
    return JSONText.object([
      ("files", .whole(progress.files)), ("all_files", .whole(progress.allFiles)),
      ("unchanged_files", .whole(progress.unchangedFiles)), ("records", .whole(progress.records)),
      ("errors", .whole(progress.errors)), ("warnings", .whole(progress.warnings)),
      ("notes", .whole(progress.notes)), ("seconds", tenths(seconds)),
      ("seconds_left", left.map(tenths) ?? .null),
    ]).line
  }

  private func line(_ progress: BatchProgress, left: Double?) -> String {
    let values = [
      "files": "\(progress.files)", "total": "\(progress.allFiles)",
      "records": "\(progress.records)", "errors": "\(progress.errors)",
      "warnings": "\(progress.warnings)", "left": left.map { "\(Int($0.rounded(.up)))" } ?? "?",
    ]
    return style.catalogue.phrase("progress", in: style.language, values)
  }
}
