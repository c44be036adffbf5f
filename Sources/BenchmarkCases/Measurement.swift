#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs a case in this process and prints what it took.
///
/// It links nothing that it does not measure, so that what a benchmark holds in memory is its own.
package enum Measurement {
  /// Takes an option such as `--rounds 7` out of arguments; `nil` where it is not there or no number of 1 or more.
  package static func option(_ name: String, of arguments: inout [String]) -> Int? {
    guard let place = arguments.firstIndex(of: name), place + 1 < arguments.count else {
      return nil
    }
    let value = Int(arguments[place + 1])
    arguments.removeSubrange(place...(place + 1))
    return value.flatMap { $0 > 0 ? $0 : nil }
  }

  /// Runs a case on a file so many times and prints a line of JSON: the median of the seconds, the seconds of the processor,
  /// the cells that `body` gives, and the most memory that the process held in MiB.
  package static func run(
    _ name: String,
    _ file: String,
    rounds: Int,
    _ body: () throws -> Int
  ) rethrows {
    let clock = ContinuousClock()
    var cells = 0
    var times: [Double] = []
    let start = processorSeconds()
    for _ in 0..<rounds {
      let parts = try clock.measure { cells = try body() }.components
      times.append(Double(parts.seconds) + Double(parts.attoseconds) / 1e18)
    }
    times.sort()
    let seconds = rounded(times[times.count / 2])
    let processor = rounded((processorSeconds() - start) / Double(rounds))
    print(
      "{\"case\":\"\(name)\",\"file\":\"\(escaped(file))\",\"seconds\":\(seconds),\"processor_seconds\":\(processor),"
        + "\"cells\":\(cells),\"peak_mib\":\(peak())}"
    )
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func rounded(_ seconds: Double) -> Double { (seconds * 1e6).rounded() / 1e6 }

  /// The time that all threads of the process took of the processor; a busy machine does not change it.
  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The most memory the process held, in MiB, begun ones whole; 0 where the system does not say.
  ///
  /// Not `ru_maxrss`: that counts the process which started this one.
  private static func peak() -> Int {
    guard let file = fopen("/proc/self/status", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
        as: UTF8.self
      )
      guard text.hasPrefix("VmHWM:") else { continue }
      let kibibytes = Int(text.filter(\.isNumber)) ?? 0
      return (kibibytes + 1023) / 1024
    }
    return 0
  }
}
