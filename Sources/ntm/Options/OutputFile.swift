import Foundation

/// Writes an output beside its place and renames it: a killed run leaves the old file or none.
enum OutputFile {
  /// Writes bytes.
  static func write(_ bytes: Data, to path: String) throws {
    try make(path) { try bytes.write(to: URL(fileURLWithPath: $0)) }
  }

  /// Lets the body make a file under a temporary name, and gives it its own when it is whole.
  static func make(_ path: String, _ body: (String) throws -> Void) throws {
    let folder = (path as NSString).deletingLastPathComponent
    let name = (path as NSString).lastPathComponent
    let base = folder.isEmpty ? "." : folder
    // What an earlier, killed run left behind.
    for old in (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
    where old.hasPrefix(".\(name).ntm-") {
      try? FileManager.default.removeItem(atPath: base + "/" + old)
    }
    let temporary = "\(base)/.\(name).ntm-\(ProcessInfo.processInfo.processIdentifier)"
    do {
      try body(temporary)
      guard rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw error
    }
  }
}
