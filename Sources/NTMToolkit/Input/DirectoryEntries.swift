import Foundation

/// Tells whether two paths lead to the same entry of a folder, however they are written: `a.csv`, `./a.csv`.
///
/// Two links to one file are two entries, as two copies are.
package struct DirectoryEntries {
  private var folders: [Substring: String] = [:]

  package init() {}

  /// The path of an entry with the dots and links of its folder resolved.
  package mutating func key(_ path: String) -> String {
    let slash = path.lastIndex(of: "/")
    let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
    // "." and ".." are no names.
    guard !name.isEmpty, !name.allSatisfy({ $0 == "." }) else { return Self.resolved(path) }
    let folder = slash.map { path[...$0] } ?? "./"
    let known = folders[folder] ?? Self.resolved(String(folder))
    folders[folder] = known
    return known + "/" + name
  }

  private static func resolved(_ path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }
}
