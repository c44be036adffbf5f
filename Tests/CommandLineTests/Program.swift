import Foundation

/// Runs the built program as a user would.
struct Program {
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String

    /// The lines of standard output as JSON objects.
    var objects: [[String: Any]] {
      output.split(separator: "\n").compactMap {
        try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      }
    }

    var object: [String: Any] { objects.first ?? [:] }
  }

  /// The top folder of the package.
  static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  /// The program beside the tests, or the one that the environment names.
  private static let path: String = {
    if let stated = ProcessInfo.processInfo.environment["NTM_PROGRAM"] { return stated }
    return root + "/.build/debug/ntm"
  }()

  static func run(_ arguments: String...) throws -> Outcome { try run(list: arguments) }

  /// Runs with a file as standard input, where one is given.
  static func run(list arguments: [String], input: String? = nil) throws -> Outcome {
    try execute(path, arguments, input: input)
  }

  /// Runs a line of shell in which `$NTM` is the program.
  static func shell(_ line: String) throws -> Outcome { try execute("/bin/sh", ["-c", line]) }

  private static func execute(
    _ executable: String,
    _ arguments: [String],
    input: String? = nil
  ) throws -> Outcome {
    try Running(executable, arguments, input: input, program: path).wait()
  }

  /// Starts the program and comes back at once.
  static func start(list arguments: [String]) throws -> Running {
    try Running(path, arguments, program: path)
  }

  /// A program at work, its streams kept in files.
  final class Running {
    private let process = Process()
    private let folder: TemporaryFolder

    fileprivate init(
      _ executable: String,
      _ arguments: [String],
      input: String? = nil,
      program: String
    ) throws {
      folder = try TemporaryFolder()
      process.executableURL = URL(fileURLWithPath: executable)
      process.arguments = arguments
      process.currentDirectoryURL = URL(fileURLWithPath: root)
      process.environment = ProcessInfo.processInfo.environment.merging([
        "NTM_TEMPLATES": root + "/templates", "NTM": program,
      ]) { $1 }
      for name in ["/out", "/err"] {
        _ = FileManager.default.createFile(atPath: folder.path + name, contents: nil)
      }
      let streams = try ["/out", "/err"].map {
        try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path + $0))
      }
      process.standardOutput = streams[0]
      process.standardError = streams[1]
      if let input {
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: input))
      }
      try process.run()
    }

    /// What was written to a stream so far.
    var output: String { text("/out") }
    var errors: String { text("/err") }

    private func text(_ name: String) -> String {
      (try? String(contentsOfFile: folder.path + name, encoding: .utf8)) ?? ""
    }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits until something has been written, at most half a minute.
    func wait(until isThere: (Running) -> Bool) -> Bool {
      for _ in 0..<3000 {
        if isThere(self) { return true }
        guard process.isRunning else { return isThere(self) }
        usleep(10_000)
      }
      return false
    }

    func wait() throws -> Outcome {
      process.waitUntilExit()
      return Outcome(status: process.terminationStatus, output: output, errors: errors)
    }
  }

  /// The objects of a JSON Lines file of the fixtures.
  static func lines(_ name: String) throws -> [[String: Any]] {
    let text = try String(contentsOfFile: root + "/fixtures/" + name, encoding: .utf8)
    return text.split(separator: "\n").compactMap {
      try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }
  }
}

/// A folder that is gone when nobody holds it any more.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "ntm-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
