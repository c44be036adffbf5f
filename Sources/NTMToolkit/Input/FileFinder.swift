package import Findings
import Foundation

/// Files to look at, with what is to be said of paths that lead to none.
package struct FileList: Sendable {
  /// A file with its size in bytes when it was found.
  package struct Item: Sendable {
    package var input: InputFile
    package var size: Int
  }

  /// In a stable order, each once.
  package var files: [Item] = []
  package var findings: [Finding] = []
}

/// Finds the files behind the paths of a command: files, folders and globs.
package enum FileFinder {
  /// Endings that are looked at in a folder; a file named outright is read whatever its name.
  private static let endings: Set<String> = [
    "xlsx", "xlsm", "xltx", "xltm", "xls", "xlsb", "ods", "csv", "tsv", "txt",
  ]

  /// The files in a stable order, each once; a path that leads nowhere or cannot be looked into is a finding.
  package static func list(_ paths: [String]) -> FileList {
    var list = FileList()
    var seen: Set<String> = []
    var entries = DirectoryEntries()
    for path in paths {
      let (found, problems) = expand(path)
      list.findings += problems.map { path, variant in
        Finding(.unreadableFile, variant, at: SourceLocation(file: path))
      }
      if found.isEmpty, problems.isEmpty {
        let place = SourceLocation(file: path)
        let variant = isFolder(path) ? "empty-folder" : "not-found"
        list.findings.append(Finding(.unreadableFile, variant, at: place))
      }
      // What one path leads to stands there once.
      if paths.count == 1 {
        list.files = found
      } else {
        list.files += found.filter { seen.insert(entries.key($0.input.path)).inserted }
      }
    }
    return list
  }

  /// All files below a folder, whatever their kind: papers, pictures, workbooks.
  package static func everything(in folder: String) -> FileList {
    var list = FileList()
    guard isFolder(folder) else {
      list.findings = [Finding(.unreadableFile, "not-found", at: SourceLocation(file: folder))]
      return list
    }
    var walk = Walk(root: folder.hasSuffix("/") ? folder : folder + "/", endings: nil)
    walk.enter("")
    list.files = walk.files.sorted { $0.input.name < $1.input.name }
    list.findings = walk.problems.map { path, variant in
      Finding(.unreadableFile, variant, at: SourceLocation(file: path))
    }
    return list
  }

  private static func isFolder(_ path: String) -> Bool {
    status(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
  }

  private static func status(_ path: String) -> stat? {
    var result = stat()
    return stat(path, &result) == 0 ? result : nil
  }

  private static func expand(_ path: String) -> (
    files: [FileList.Item], problems: [(String, String)]
  ) {
    if let status = status(path) {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        return (
          [
            FileList.Item(
              input: InputFile(path: path, name: lastPart(path)),
              size: Int(status.st_size)
            )
          ], []
        )
      }
      var walk = Walk(root: path.hasSuffix("/") ? path : path + "/")
      walk.enter("")
      walk.files.sort { $0.input.name < $1.input.name }
      return (walk.files, walk.problems)
    }
    guard path.contains(where: { "*?[".contains($0) }) else { return ([], []) }
    return (glob(path), [])
  }

  private static func lastPart(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// Goes through a folder with its subfolders; links to folders are not followed.
  private struct Walk {
    let root: String
    /// `nil` for files of any kind.
    var endings: Set<String>? = FileFinder.endings
    var files: [FileList.Item] = []
    var problems: [(String, String)] = []

    mutating func enter(_ folder: String) {
      guard let handle = opendir(root + folder) else {
        problems.append((folder.isEmpty ? root : root + folder, "folder"))
        return
      }
      defer { closedir(handle) }
      var folders: [String] = []
      while let entry = readdir(handle) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        // Lock files of open workbooks and hidden files are no data.
        guard !name.hasPrefix("."), !name.hasPrefix("~$") else { continue }
        var status = stat()
        guard lstat(root + folder + name, &status) == 0 else { continue }
        let kind = status.st_mode & S_IFMT
        if kind == S_IFDIR {
          folders.append(folder + name + "/")
          continue
        }
        if let endings {
          guard let dot = name.lastIndex(of: "."), dot > name.startIndex,
            endings.contains(name[name.index(after: dot)...].lowercased())
          else { continue }
        }
        if kind == S_IFLNK {
          guard stat(root + folder + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            continue
          }
        }
        let input = InputFile(folder: root, name: folder + name)
        files.append(FileList.Item(input: input, size: Int(status.st_size)))
      }
      for folder in folders.sorted() { enter(folder) }
    }
  }

  /// The files that a pattern of the shell means: `surveys/*/thon-*.xlsx`, with `*`, `?` and `[…]`.
  private static func glob(_ pattern: String) -> [FileList.Item] {
    var found = glob_t()
    defer { globfree(&found) }
    // Sorted here: the system sorts by the locale.
    guard Foundation.glob(pattern, GLOB_NOSORT, nil, &found) == 0 else { return [] }
    let paths = (0..<Int(found.gl_pathc)).compactMap {
      found.gl_pathv[$0].map { String(cString: $0) }
    }
    return paths.sorted().compactMap { path in
      guard let status = status(path), status.st_mode & S_IFMT != S_IFDIR else { return nil }
      return FileList.Item(
        input: InputFile(path: path, name: lastPart(path)),
        size: Int(status.st_size)
      )
    }
  }
}
