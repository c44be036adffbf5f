import Foundation
import Testing

/// Progress as somebody at a terminal sees it: the program's standard error is a pseudo-terminal.
@Suite struct ProgressTests {
  /// What a terminal shows of a run whose findings go to a file, and the findings.
  private func seen(_ setting: String, _ more: String = "") throws -> (
    terminal: String, status: Int32, findings: String
  ) {
    let folder = try TemporaryFolder()
    let command =
      "\(setting) \"$NTM\" validate fixtures/binh-luong-faulty --format jsonl --lang en \(more)"
    // `script` runs it at a pseudo-terminal and passes on what that shows.
    let outcome = try Program.shell(
      "script -qec '\(command) >\(folder.path)/out' /dev/null </dev/null"
    )
    let findings = try String(contentsOfFile: folder.path + "/out", encoding: .utf8)
    return (outcome.output, outcome.status, findings)
  }

  @Test func `a terminal sees files, records and findings so far, and the line goes away again`()
    throws
  {
    let (terminal, status, findings) = try seen("TERM=xterm")
    #expect(status == 3)
    let renewals = terminal.split(separator: "\r")
    let last = try #require(renewals.dropLast().last, "\(terminal)")
    let found = findings.split(separator: "\n")
    let errors = found.count { $0.contains("\"severity\":\"error\"") }
    let counts = last.split { !$0.isNumber }.compactMap { Int($0) }
    #expect(counts.count >= 5 && counts[0] == counts[1] && counts[0] > 5, "\(last)")
    // Errors that only a look at all files shows are not known yet.
    #expect(counts[3] > 0 && counts[3] <= errors, "\(last)")
    #expect(last.hasSuffix("\u{1B}[K"))
    #expect(terminal.hasSuffix("\r\u{1B}[K"), "\(terminal)")
    #expect(!findings.contains("\u{1B}") && found.count > 5)
  }

  @Test(arguments: [
    ("TERM=dumb", ""), ("TERM=xterm", "--quiet"), ("TERM=xterm", "--progress none"),
  ])
  func `a dumb terminal, and whoever asks for quiet, sees no progress`(
    setting: String,
    more: String
  ) throws {
    let (terminal, status, _) = try seen(setting, more)
    #expect(status == 3)
    #expect(!terminal.contains("\u{1B}[K") && !terminal.contains("files,"), "\(terminal)")
  }
}
