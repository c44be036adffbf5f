import ArgumentParser
import Findings
import Foundation
import SpreadsheetML

/// Where a result goes: a file, or `-` for standard output.
struct Destination {
  let path: String
  let catalogue: MessageCatalogue
  let language: Language

  /// Lets the body make a file under a temporary name, and puts it in place when it is whole.
  ///
  /// A system that refuses ends the program with status 70 and says why; the old file is there still.
  func make(_ body: (String) throws -> Void) throws {
    do {
      guard path == "-" else { return try OutputFile.make(path, body) }
      let kept = NSTemporaryDirectory() + "ntm-" + UUID().uuidString
      defer { try? FileManager.default.removeItem(atPath: kept) }
      try body(kept)
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: kept))
      while let bytes = try handle.read(upToCount: 1 << 16), !bytes.isEmpty {
        try FileHandle.standardOutput.write(contentsOf: bytes)
      }
    } catch let status as ExitCode {
      throw status
    } catch {
      let values = ["path": path, "reason": Self.reason(error)]
      Terminal.error("ntm: " + catalogue.phrase("cannot-write", in: language, values))
      throw ExitCode(70)
    }
  }

  /// The same for text, which the body hands over in pieces.
  func write(_ body: ((String) -> Void) throws -> Void) throws {
    try make { path in
      guard FileManager.default.createFile(atPath: path, contents: nil) else {
        throw CocoaError(.fileWriteUnknown)
      }
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      defer { try? handle.close() }
      var buffer: [UInt8] = []
      var failure: (any Error)?
      try body { piece in
        buffer.append(contentsOf: piece.utf8)
        guard buffer.count > 1 << 16, failure == nil else { return }
        do { try handle.write(contentsOf: buffer) } catch { failure = error }
        buffer.removeAll(keepingCapacity: true)
      }
      if let failure { throw failure }
      try handle.write(contentsOf: buffer)
    }
  }

  /// What the system says, such as a full disk.
  private static func reason(_ error: any Error) -> String {
    if case .cannotWrite(let code)? = error as? WriteError {
      return String(cString: strerror(code))
    }
    return (error as NSError).localizedDescription
  }
}
