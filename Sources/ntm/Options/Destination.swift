import ArgumentParser
import Definitions
import Findings
import Foundation
import Output
import SpreadsheetML

/// Where a result goes: a file, or `-` for standard output.
struct Destination {
  let path: String
  private let catalogue: () -> MessageCatalogue
  let language: Language

  init(_ path: String, _ common: CommonOptions, _ store: DefinitionStore) {
    self.init(path, common.lang) { store.catalogue }
  }

  /// The catalogue is asked for where there is something to say.
  init(_ path: String, _ language: Language, _ catalogue: @escaping () -> MessageCatalogue) {
    self.path = path
    self.catalogue = catalogue
    self.language = language
  }

  /// Ends the program where nothing can be written; to be asked before any long work.
  ///
  /// The status is 64 for a file that exists and may not be overwritten, 70 for what the system would
  /// refuse.
  func check(force: Bool) throws {
    if path == "-" { return }
    do throws(OutputError) { try AtomicFile.check(path) } catch { throw fail(error) }
    if !force, AtomicFile.exists(path) {
      Terminal.error("ntm: " + catalogue().phrase("output-exists", in: language, ["path": path]))
      throw ExitCode(64)
    }
  }

  /// Lets the body make a file at a path that does not exist yet, and puts it in place when it is whole.
  ///
  /// A system that refuses ends the program with status 70 and says why; the old file is there still.
  func make(_ body: (String) throws -> Void) throws {
    do {
      guard path == "-" else { return try AtomicFile.make(path, body) }
      let kept = NSTemporaryDirectory() + "ntm-" + UUID().uuidString
      defer { try? FileManager.default.removeItem(atPath: kept) }
      try AtomicFile.make(kept, body)
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: kept))
      while let bytes = try handle.read(upToCount: 1 << 16), !bytes.isEmpty {
        try StandardStreams.write(bytes, to: 1)
      }
    } catch let error as OutputError {
      throw fail(error)
    } catch let error as WriteError {
      guard case .cannotWrite(let code) = error else { throw error }
      throw fail(OutputError(code: code))
    } catch PatchError.cannotWrite(let error) {
      throw fail(error)
    }
  }

  /// The same for a body that may find that no file is wanted; `false` then.
  func makeIfWanted(_ body: (String) throws -> Bool) throws -> Bool {
    struct NotWanted: Error {}
    do {
      try make { if try !body($0) { throw NotWanted() } }
      return true
    } catch is NotWanted {
      return false
    }
  }

  /// The same for bytes that are there already.
  func write(_ bytes: some Sequence<UInt8>) throws {
    if path == "-" {
      do throws(OutputError) { try StandardStreams.write(bytes, to: 1) } catch { throw fail(error) }
      return
    }
    do { try AtomicFile.write(bytes, to: path) } catch let error as OutputError {
      throw fail(error)
    }
  }

  /// The same for text, which the body hands over in pieces; to standard output it goes at once.
  func write(_ body: ((String) -> Void) throws -> Void) throws {
    if path == "-" {
      var output = PieceWriter(descriptor: 1)
      try body { output.add($0) }
      do throws(OutputError) { try output.finish() } catch { throw fail(error) }
      return
    }
    try make { path in
      guard FileManager.default.createFile(atPath: path, contents: nil) else {
        throw OutputError(code: errno)
      }
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      var output = PieceWriter(descriptor: handle.fileDescriptor)
      try body { output.add($0) }
      try output.finish()
    }
  }

  /// Says what the system said, such as that the disk is full.
  private func fail(_ error: OutputError) -> ExitCode {
    Terminal.error("ntm: " + Self.message(error, path, catalogue(), language))
    return ExitCode(70)
  }

  /// The sentence for a file that could not be written.
  static func message(
    _ error: OutputError,
    _ path: String,
    _ catalogue: MessageCatalogue,
    _ language: Language
  ) -> String {
    let system = error.code == 0 ? "" : String(cString: strerror(error.code))
    let reason = catalogue.phrase(
      "write-" + error.reason.rawValue,
      in: language,
      ["system": system]
    )
    return catalogue.phrase("cannot-write", in: language, ["path": path, "reason": reason])
  }
}

/// Collects pieces of text and writes them in large ones; after a refusal it writes no more.
private struct PieceWriter {
  let descriptor: Int32
  private var buffer: [UInt8] = []
  private var failure: OutputError?

  init(descriptor: Int32) { self.descriptor = descriptor }

  mutating func add(_ piece: String) {
    guard failure == nil else { return }
    buffer.append(contentsOf: piece.utf8)
    guard buffer.count > 1 << 16 else { return }
    do throws(OutputError) { try flush() } catch { failure = error }
  }

  /// Writes the rest; throws what was refused on the way.
  mutating func finish() throws(OutputError) {
    if let failure { throw failure }
    try flush()
  }

  private mutating func flush() throws(OutputError) {
    // A reader of standard output that went away ends the program quietly.
    if descriptor == 1 {
      try StandardStreams.write(buffer, to: 1)
    } else {
      try Descriptor.write(buffer, to: descriptor)
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

extension Destination {
  /// Refuses a name whose ending says that the file is something else than the workbook it will be.
  static func checkEnding(of output: String, among endings: [String]) throws {
    let ending = (output as NSString).pathExtension.lowercased()
    guard ending.isEmpty || endings.contains(ending) else {
      let known = endings.map { "." + $0 }.joined(separator: ", ")
      throw ValidationError("-o \(output): use an ending of \(known)")
    }
  }
}
