import Foundation
import NTMToolkit
import Output

/// A file as named on the command line; `-` is standard input, kept in a file while the body reads it.
enum StandardInput {
  static func with<Result>(_ path: String, _ body: (InputFile) throws -> Result) throws -> Result {
    guard path == "-" else { return try body(InputFile(path: path, name: path)) }
    let kept = NSTemporaryDirectory() + "ntm-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: kept) }
    let bytes = FileHandle.standardInput.readDataToEndOfFile()
    try AtomicFile.write(bytes, to: kept)
    return try body(InputFile(path: kept, name: "stdin"))
  }
}
