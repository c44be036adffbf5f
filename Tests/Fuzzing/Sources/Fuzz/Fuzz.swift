import Foundation

/// What libFuzzer calls with one input after another; the environment names the target.
///
/// A target returns for whatever it is given; a trap, a sanitizer's report or a difference is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  Target.chosen([UInt8](UnsafeBufferPointer(start: start, count: count)))
  return 0
}

enum Target {
  /// By the layers of reading: bytes that would be refused by an outer layer reach the inner one.
  private static let all: [String: @Sendable ([UInt8]) -> Void] = [
    "zip": Container.read,
    "sheet": Parts.sheet,
    "strings": Parts.strings,
    "styles": Parts.styles,
    "workbook": Parts.workbook,
    "values": Values.read,
    "csv": Delimited.read,
  ]

  static let chosen: @Sendable ([UInt8]) -> Void = {
    let name = ProcessInfo.processInfo.environment["NTM_FUZZ"] ?? ""
    guard let target = all[name] else {
      fatalError("NTM_FUZZ names no target: \(all.keys.sorted())")
    }
    return target
  }()
}

/// A file in memory that every input is written to.
enum Scratch {
  static let path =
    "/dev/shm/ntm-fuzz-\(ProcessInfo.processInfo.processIdentifier).bin"

  static func write(_ bytes: [UInt8]) {
    guard let file = fopen(path, "wb") else { fatalError("cannot write \(path)") }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }
}
