import Findings
import Foundation

/// What a file was when its reading began, to be compared with what it is at the end.
struct ReadGuard: Sendable {
  private let path: String
  private let before: stat?

  init(path: String) {
    self.path = path
    before = Self.status(path)
  }

  private static func status(_ path: String) -> stat? {
    var result = stat()
    return stat(path, &result) == 0 ? result : nil
  }

  /// Whether it is no file with an end: a pipe, a device, a folder.
  ///
  /// Such a thing may never end, or answer otherwise the second time.
  var isNoFile: Bool { before.map { $0.st_mode & S_IFMT != S_IFREG } ?? false }

  /// When it was written last, in nanoseconds; 0 for what is not there.
  var changed: Int { before.map { $0.st_mtim.tv_sec * 1_000_000_000 + $0.st_mtim.tv_nsec } ?? 0 }

  /// Whether the file was written, replaced or taken away since.
  var hasChanged: Bool {
    guard let before else { return false }
    guard let now = Self.status(path) else { return true }
    return now.st_size != before.st_size || now.st_ino != before.st_ino
      || now.st_mtim.tv_sec != before.st_mtim.tv_sec
      || now.st_mtim.tv_nsec != before.st_mtim.tv_nsec
  }
}

extension InputFile {
  /// The name and a digest of the content; empty for what cannot be read.
  var journalKey: String {
    let descriptor = Foundation.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var digest = SHA256()
    var offset = 0
    while let bytes = try? FileBytes.read(from: descriptor, at: offset, count: 1 << 16) {
      if bytes.isEmpty { return name + "\u{0}" + digest.finish() }
      digest.add(bytes)
      offset += bytes.count
      // A file that never ends is not one of ours.
      if offset > 1 << 32 { return "" }
    }
    return ""
  }
}
