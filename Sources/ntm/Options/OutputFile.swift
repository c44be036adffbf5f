import Foundation

/// Writes an output beside its place and renames it: a killed run leaves the old file or none.
enum OutputFile {
  struct Exists: Error {}

  static func check(_ path: String, force: Bool) throws {
    if !force, FileManager.default.fileExists(atPath: path) { throw Exists() }
  }

  static func write(_ bytes: Data, to path: String) throws {
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
      try bytes.write(to: URL(fileURLWithPath: temporary))
      guard rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw error
    }
  }
}
