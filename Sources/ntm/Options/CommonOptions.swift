import ArgumentParser
import Definitions
import Findings
import Foundation
import Output
import NTMToolkit
import Reporting
import Tabular

/// The options that every command has.
struct CommonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Language of messages: vi or en.", valueName: "vi|en"),
    transform: { try Choice.parse($0) }
  )
  var lang: Language = .vi
  @Option(help: "A folder of one's own definitions, over the built-in ones.")
  var definitions: String?
  @Option(help: "How many files are read at once; the number of cores by default.")
  var jobs: Int?
  @Option(
    help: ArgumentHelp(
      "Other safety limits for files, such as cells=80M,bytes=2G; the README lists all with their reasons.",
      valueName: "name=number,…"
    ),
    transform: { try LimitsList.parse($0) }
  )
  var limits = Limits()
  @Flag(help: "Print results only.") var quiet = false
  @Flag(help: "Never print colours.") var noColor = false
  @Flag(help: "Overwrite outputs that exist.") var force = false

  /// The definitions in force; a missing folder or a broken file ends the program with status 4.
  func loadDefinitions() throws -> DefinitionStore {
    guard let builtIn = DefinitionStore.builtInRoot() else {
      Terminal.error("ntm: templates: not found; set NTM_TEMPLATES")
      throw ExitCode(4)
    }
    let store = DefinitionStore(roots: [builtIn] + (definitions.map { [$0] } ?? []))
    guard !store.problems.isEmpty else { return store }
    let text = FindingText(catalogue: store.catalogue, language: lang, usesColour: usesColour)
    for problem in store.problems { Terminal.error(text.lines(problem).joined(separator: "\n")) }
    if store.problems.contains(where: { $0.severity == .error }) { throw ExitCode(4) }
    return store
  }

  /// The list of communes at a path, an empty one without a path; a mistake in it is shown at once.
  func communes(_ path: String?, _ store: DefinitionStore) throws -> CommuneList {
    guard let path else { return CommuneList() }
    let list = CommuneList.read(path, definitions: store, limits: limits)
    let text = text(store)
    for finding in list.findings where finding.severity == .error {
      Terminal.error(text.lines(finding).joined(separator: "\n"))
    }
    if list.isUnreadable || list.entries.isEmpty { throw ExitCode(3) }
    return list
  }

  /// How findings are told by a command that needs no definitions: where there are none, by their codes.
  func messages() -> FindingText {
    let roots = [DefinitionStore.builtInRoot(), definitions].compactMap { $0 }
    let catalogue = DefinitionStore.messages(roots: roots)
    return FindingText(catalogue: catalogue, language: lang, usesColour: usesColour)
  }

  /// The number of workers; the results do not depend on it.
  var workers: Int { max(1, jobs ?? ProcessInfo.processInfo.activeProcessorCount) }

  var usesColour: Bool {
    !noColor && ProcessInfo.processInfo.environment["NO_COLOR"] == nil && isatty(2) == 1
  }

  func text(_ store: DefinitionStore) -> FindingText {
    FindingText(catalogue: store.catalogue, language: lang, usesColour: usesColour)
  }
}

/// The sentences of the program, read when the first one is said.
final class Messages {
  private let common: CommonOptions
  private(set) lazy var text = common.messages()

  init(_ common: CommonOptions) { self.common = common }
}

/// Reads one of a type's words, and names them all where it is another.
enum Choice {
  static func parse<Word: RawRepresentable & CaseIterable>(_ text: String) throws -> Word
  where Word.RawValue == String {
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
    throw ValidationError("‘\(text)’; use one of: \(words)")
  }
}

/// Reads a list of limits, and names them all where one is unknown.
enum LimitsList {
  static func parse(_ text: String) throws -> Limits {
    do throws(Limits.ListError) {
      return try Limits(list: text)
    } catch {
      switch error {
      case .unknownName(let name):
        let names = Limits.Name.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("there is no limit ‘\(name)’; the limits are: \(names)")
      case .badValue(let item):
        throw ValidationError("‘\(item)’; write name=number, such as cells=80M")
      }
    }
  }
}

/// Results go to standard output, everything else to standard error.
enum Terminal {
  static func error(_ text: String) {
    // There is nobody left to tell when this fails.
    try? StandardStreams.write((text + "\n").utf8, to: 2)
  }

  static func output(_ text: String) {
    write(text.utf8)
  }
}

extension Terminal {
  /// Writes to standard output; a full disk behind it ends the program with status 70.
  static func write(_ bytes: some Sequence<UInt8>) {
    do throws(OutputError) { try StandardStreams.write(bytes, to: 1) } catch {
      Terminal.error("ntm: -: " + String(cString: strerror(error.code)))
      Foundation.exit(70)
    }
  }
}

/// Collects output and writes it in large pieces.
struct BufferedOutput {
  private var buffer: [UInt8] = []

  mutating func line(_ text: String) {
    buffer.append(contentsOf: text.utf8)
    buffer.append(0x0A)
    if buffer.count > 1 << 16 { flush() }
  }

  mutating func flush() {
    Terminal.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}

/// The exit status when several reasons hold: 70, 4, 3, 1, in this order.
enum Status {
  static func code(unreadable: Bool, findings: [Finding], failOn: Severity?) -> ExitCode {
    if findings.contains(where: { $0.code == .definitionError && $0.severity == .error }) {
      return ExitCode(4)
    }
    if unreadable { return ExitCode(3) }
    if let failOn, findings.contains(where: { $0.severity >= failOn }) { return ExitCode(1) }
    return .success
  }
}
