#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes a file so that whoever looks, at any moment and after any end of the program, finds the old
/// file whole or the new one whole.
///
/// The new file is made in a folder of its own beside its place, which nobody else may look into:
/// what is half done shows no household data to others. It is synced, gets the mode and, where the
/// system allows it, the owner of the file that it replaces, and is renamed; then its folder is
/// synced. A killed run leaves that folder behind, and the next run for the same file clears it away;
/// while a run is at work the folder is locked and a second run is refused.
///
/// A symbolic link is followed: the link stays and the file that it leads to is replaced. Of a file
/// with several names (hard links) only the one that was given gets the new content. Folders,
/// devices, pipes and sockets are refused.
package enum AtomicFile {
  /// Lets the body make a file at a path that does not exist yet, and puts it in its place.
  ///
  /// The body may make further files beside that path; they are taken away. Throws ``OutputError``,
  /// and what the body throws.
  package static func make(_ path: String, _ body: (String) throws -> Void) throws {
    let place = try Place(of: path)
    let workshop = try Workshop(for: place)
    defer { workshop.close() }
    let made = workshop.path + "/" + place.name
    try body(made)
    try finish(made, place)
  }

  /// Writes bytes.
  package static func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
    let bytes = Array(bytes)
    try make(path) { made in
      let file = open(made, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      guard file >= 0 else { throw OutputError(code: errno) }
      defer { close(file) }
      try Descriptor.write(bytes, to: file)
    }
  }

  /// Says early what would keep a file from being written there; the work before it may be long.
  package static func check(_ path: String) throws(OutputError) {
    let place = try Place(of: path)
    guard access(place.folder, W_OK | X_OK) == 0 else { throw OutputError(code: errno) }
  }

  /// Whether anything stands at a path, a link that leads nowhere among it.
  package static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  private static func finish(_ made: String, _ place: Place) throws(OutputError) {
    let file = open(made, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw OutputError(code: errno) }
    defer { close(file) }
    if let old = place.old {
      // The owner first: a change of owner takes some bits of the mode away.
      if old.st_uid != geteuid() || old.st_gid != getegid() {
        _ = fchown(file, old.st_uid, old.st_gid)
      }
      guard fchmod(file, old.st_mode & 0o7777) == 0 else { throw OutputError(code: errno) }
    }
    guard fsync(file) == 0 else { throw OutputError(code: errno) }
    guard rename(made, place.path) == 0 else { throw OutputError(code: errno) }
    try Descriptor.syncFolder(place.folder)
  }
}

/// Where a file goes, with links followed, and what stands there now.
private struct Place {
  let folder: String
  let name: String
  let old: stat?

  var path: String { folder == "/" ? "/" + name : folder + "/" + name }

  init(of path: String) throws(OutputError) {
    var status = stat()
    var target = path
    if lstat(path, &status) == 0, Self.kind(status) == S_IFLNK {
      guard let real = realpath(path, nil) else {
        throw errno == ENOENT ? OutputError(.brokenLink) : OutputError(code: errno)
      }
      target = String(cString: real)
      free(real)
    }
    let parts = target.split(separator: "/", omittingEmptySubsequences: false)
    guard let last = parts.last, !last.isEmpty, last != ".", last != ".." else {
      throw OutputError(.notAFile)
    }
    name = String(last)
    let head = parts.dropLast().joined(separator: "/")
    folder = parts.count == 1 ? "." : head.isEmpty ? "/" : head
    if stat(target, &status) == 0 {
      guard Self.kind(status) == S_IFREG else { throw OutputError(.notAFile) }
      old = status
    } else {
      guard errno == ENOENT else { throw OutputError(code: errno) }
      old = nil
      guard stat(folder, &status) == 0 else { throw OutputError(code: errno) }
      guard Self.kind(status) == S_IFDIR else { throw OutputError(.noFolder) }
    }
  }

  static func kind(_ status: stat) -> mode_t { status.st_mode & S_IFMT }
}

/// The locked folder in which one file is made.
private struct Workshop {
  let path: String
  private let handle: Int32
  /// Longest name of a file, in bytes, on the file systems in use.
  private static let longestName = 255

  init(for place: Place) throws(OutputError) {
    path = place.folder + "/" + Self.name(for: place.name)
    // A run that ends in this moment takes its folder away: then there is one to be made again.
    for _ in 0..<100 {
      if mkdir(path, 0o700) != 0, errno != EEXIST { throw OutputError(code: errno) }
      let opened = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      if opened < 0, errno == ENOENT { continue }
      guard opened >= 0 else { throw OutputError(.busy) }
      if try Self.owns(opened, path) {
        handle = opened
        clear()
        return
      }
      closeFile(opened)
    }
    throw OutputError(.busy)
  }

  /// Locks an opened folder; `false` where it is no longer the one that the path names.
  private static func owns(_ opened: Int32, _ path: String) throws(OutputError) -> Bool {
    var own = stat()
    var named = stat()
    if flock(opened, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      closeFile(opened)
      throw OutputError(.busy)
    }
    guard fstat(opened, &own) == 0, lstat(path, &named) == 0, own.st_ino == named.st_ino,
      own.st_dev == named.st_dev
    else { return false }
    // Somebody else's folder could show them what is made in it.
    guard own.st_uid == geteuid() else {
      closeFile(opened)
      throw OutputError(.busy)
    }
    return true
  }

  /// A hidden name that is the same in every run; long names are told apart by a checksum.
  private static func name(for file: String) -> String {
    let plain = ".\(file).ntm-part"
    if plain.utf8.count <= longestName { return plain }
    // FNV-1a: no secret, only the same name for the same file.
    let sum = file.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return ".\(String(sum, radix: 16)).ntm-part"
  }

  /// Takes away what a killed run left; only files are made here, so no folder is looked into.
  private func clear() {
    guard let folder = opendir(path) else { return }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { unlink(path + "/" + name) }
    }
  }

  func close() {
    clear()
    rmdir(path)
    closeFile(handle)
  }
}

/// The system's `close`, under a name that methods do not hide.
private func closeFile(_ file: Int32) { close(file) }
