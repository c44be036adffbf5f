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
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: root)
    process.environment = ProcessInfo.processInfo.environment.merging([
      "NTM_TEMPLATES": root + "/templates", "NTM": path,
    ]) { $1 }
    let output = try TemporaryFolder()
    let (first, second) = (output.path + "/out", output.path + "/err")
    _ = FileManager.default.createFile(atPath: first, contents: nil)
    _ = FileManager.default.createFile(atPath: second, contents: nil)
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: first))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: second))
    if let input {
      process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: input))
    }
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: try String(contentsOfFile: first, encoding: .utf8),
      errors: try String(contentsOfFile: second, encoding: .utf8)
    )
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
