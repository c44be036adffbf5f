import Foundation

/// Finds the files behind the paths of a command: files, folders and globs.
package enum FileFinder {
  /// Endings that are looked at in a folder; a file named outright is read whatever its name.
  private static let endings = [
    "xlsx", "xlsm", "xltx", "xltm", "xls", "xlsb", "ods", "csv", "tsv", "txt",
  ]

  /// The files in a stable order, each once; `nil` for a path that leads nowhere.
  package static func find(_ paths: [String]) -> (files: [InputFile], missing: [String]) {
    var files: [InputFile] = []
    var missing: [String] = []
    var seen: Set<String> = []
    for path in paths {
      let found = expand(path)
      if found.isEmpty { missing.append(path) }
      for file in found where seen.insert(file.path).inserted { files.append(file) }
    }
    return (files, missing)
  }

  private static func expand(_ path: String) -> [InputFile] {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      return isFolder.boolValue ? walk(path) : [InputFile(path: path, name: lastPart(path))]
    }
    guard path.contains("*") || path.contains("?") else { return [] }
    return glob(path)
  }

  private static func lastPart(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private static func walk(_ folder: String) -> [InputFile] {
    guard let names = FileManager.default.enumerator(atPath: folder) else { return [] }
    var result: [InputFile] = []
    for case let name as String in names {
      let last = lastPart(name)
      // Lock files of open workbooks and hidden files are no data.
      guard !last.hasPrefix("~$"), !last.hasPrefix("."),
        let ending = last.split(separator: ".").last, last.contains("."),
        endings.contains(ending.lowercased())
      else { continue }
      result.append(InputFile(path: folder + (folder.hasSuffix("/") ? "" : "/") + name, name: name))
    }
    return result.sorted { $0.name < $1.name }
  }

  /// A glob in the last part of a path: `folder/*.xlsx`.
  private static func glob(_ path: String) -> [InputFile] {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let pattern = Array(lastPart(path))
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { matches(Array($0)[...], pattern[...]) }.sorted().map {
      InputFile(path: folder + "/" + $0, name: $0)
    }
  }

  private static func matches(_ name: ArraySlice<Character>, _ pattern: ArraySlice<Character>)
    -> Bool
  {
    guard let sign = pattern.first else { return name.isEmpty }
    if sign == "*" {
      return (name.startIndex...name.endIndex).contains { start in
        matches(name[start...], pattern.dropFirst())
      }
    }
    guard let letter = name.first, sign == "?" || sign == letter else { return false }
    return matches(name.dropFirst(), pattern.dropFirst())
  }
}
