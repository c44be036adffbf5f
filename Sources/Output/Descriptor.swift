#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writing to open files of the system, with every refusal said.
package enum Descriptor {
  /// Writes all bytes, however the system takes them.
  package static func write(
    _ bytes: UnsafeRawBufferPointer,
    to file: Int32
  ) throws(OutputError) {
    var rest = bytes
    while let base = rest.baseAddress, !rest.isEmpty {
      let count = systemWrite(file, base, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw OutputError(code: errno)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Writes all bytes, however the system takes them.
  package static func write(_ bytes: [UInt8], to file: Int32) throws(OutputError) {
    try bytes.withUnsafeBufferPointer { (buffer) throws(OutputError) in
      try write(UnsafeRawBufferPointer(buffer), to: file)
    }
  }

  /// Makes a rename last: the names of a folder are content of that folder.
  static func syncFolder(_ path: String) throws(OutputError) {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A folder may be written and not read; its names are then as safe as the system keeps them.
    guard folder >= 0 else { return }
    defer { close(folder) }
    // Some file systems know no syncing of folders.
    if fsync(folder) != 0, errno != EINVAL, errno != EROFS { throw OutputError(code: errno) }
  }
}

/// The system's `write`, under a name that methods do not hide.
private func systemWrite(_ file: Int32, _ base: UnsafeRawPointer, _ count: Int) -> Int {
  write(file, base, count)
}
