import Foundation

/// Outcomes of files, appended to a file one by one; memory holds only where each stands.
///
/// Beside an output it is a journal: what it knows of a file's content is not read again. A record counts
/// only when it is whole, so a run that was killed loses no more than the file it was at.
///
/// Only one thread adds; the others look up what was known at the start, and read by place.
package final class Journal: @unchecked Sendable {
  /// What is wrong with a journal.
  package enum Problem: Error {
    /// Another run is writing it.
    case inUse
    /// Something else stands at its place.
    case foreign
    case system(SystemError)
  }

  private static let magic = "ntm-journal 3\n"

  private let descriptor: Int32
  private let identity: String
  private var end = 0
  /// Where the outcome of a file stands, by its key.
  private var known: [String: Int] = [:]

  /// A journal that is gone with the process.
  init() throws {
    descriptor = try FileBytes.temporary()
    identity = ""
  }

  /// Opens or begins the journal at a path; one of other definitions, options or another program begins anew.
  ///
  /// A file that is no journal is left as it is.
  package init(path: String, identity: String) throws(Problem) {
    self.identity = identity
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .system(SystemError(errno)) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .inUse }
    do {
      guard try isOurs() else { throw Problem.foreign }
      try load(identity)
    } catch Problem.foreign {
      throw .foreign
    } catch {
      throw .system(error as? SystemError ?? SystemError(EIO))
    }
  }

  /// A journal that is gone with the process, for a run that checks again and again.
  package static func temporary() throws -> Journal { try Journal() }

  /// Learns what was added since the beginning, before another batch.
  package func refresh() throws {
    let place = end
    if place == 0 {
      try load(identity)
    } else {
      try learn()
    }
  }

  deinit { close(descriptor) }

  /// Whether what stands there is a journal, the beginning of one, or nothing.
  private func isOurs() throws -> Bool {
    var writer = ByteWriter()
    writer.text(Self.magic)
    // That of another version of the program begins anew.
    let mark = writer.bytes.dropLast(2)
    let head = try FileBytes.read(from: descriptor, at: 0, count: Self.frame + mark.count)
    return head.count < Self.frame + mark.count
      ? head.count <= Self.frame || mark.starts(with: head[Self.frame...])
      : head[Self.frame...].elementsEqual(mark)
  }

  /// Reads the head and where each whole record stands; what comes after the last whole one is cut off.
  private func load(_ identity: String) throws {
    var head = ByteWriter()
    head.text(Self.magic)
    head.text(identity)
    if try record(at: 0)?.payload == head.bytes {
      end = Self.frame + head.bytes.count
      learned = end
      try learn()
    } else {
      guard ftruncate(descriptor, 0) == 0 else { throw SystemError(errno) }
      end = 0
      known = [:]
      var writer = Self.framed()
      writer.raw(head.bytes)
      _ = try append(Self.finish(&writer))
      learned = end
    }
  }

  /// Where the records begin that are not in `known`.
  private var learned = 0

  /// Takes up all whole records that are not known yet; what comes after the last one is cut off.
  private func learn() throws {
    var end = learned
    while let (payload, size) = try record(at: end) {
      var reader = ByteReader(payload)
      known[try reader.text()] = end
      end += size
    }
    guard ftruncate(descriptor, off_t(end)) == 0 else { throw SystemError(errno) }
    self.end = end
    learned = end
  }

  /// The bytes before a payload: its length and its checksum.
  private static let frame = 16

  /// Eight bytes at a time: every outcome is summed up when it is written and when it is read.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var sum: UInt64 = 0xCBF2_9CE4_8422_2325
    bytes.withUnsafeBytes { bytes in
      var offset = 0
      while offset + 8 <= bytes.count {
        let word = UInt64(
          littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        )
        sum = (sum ^ word) &* 0x9E37_79B9_7F4A_7C15
        sum ^= sum >> 32
        offset += 8
      }
      for byte in bytes[offset...] { sum = (sum ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }
    return sum
  }

  /// A writer with room for the frame of what comes then.
  private static func framed() -> ByteWriter {
    var writer = ByteWriter()
    writer.fixed(0)
    writer.fixed(0)
    return writer
  }

  /// Bytes to append as they are: the outcome that is written, behind its length, its checksum and its key.
  ///
  /// Made by the workers; what is left to do in order is to append.
  static func record(_ key: String, _ outcome: (inout ByteWriter) throws -> Void) rethrows
    -> [UInt8]
  {
    var writer = framed()
    writer.text(key)
    try outcome(&writer)
    return finish(&writer)
  }

  private static func finish(_ writer: inout ByteWriter) -> [UInt8] {
    writer.put(UInt64(writer.bytes.count - frame), at: 0)
    writer.put(checksum(writer.bytes[frame...]), at: 8)
    return writer.bytes
  }

  /// The record at a place with its size; `nil` where there is no whole one.
  private func record(at place: Int) throws -> (payload: [UInt8], size: Int)? {
    let head = try FileBytes.read(from: descriptor, at: place, count: Self.frame)
    guard head.count == Self.frame else { return nil }
    var reader = ByteReader(head)
    let (count, sum) = (try reader.fixed(), try reader.fixed())
    // No outcome is larger; a length that was torn asks for no memory.
    guard count < 1 << 31 else { return nil }
    let payload = try FileBytes.read(from: descriptor, at: place + Self.frame, count: Int(count))
    guard payload.count == Int(count), Self.checksum(payload[...]) == sum else { return nil }
    return (payload, Self.frame + payload.count)
  }

  /// Where the outcome of a file stands that was read before with the same name and content.
  func place(of key: String) -> Int? { known[key] }

  /// Appends a record and says where it stands.
  func append(_ record: [UInt8]) throws -> Int {
    try FileBytes.write(record, to: descriptor, at: end)
    defer { end += record.count }
    return end
  }

  /// The bytes of an outcome.
  func outcome(at place: Int) throws -> ByteReader {
    guard let record = try record(at: place) else { throw ByteReader.Damage() }
    var reader = ByteReader(record.payload)
    _ = try reader.text()
    return reader
  }
}
