import Findings
import Foundation

/// How a batch is worked through; none of it changes what is found.
package struct BatchSettings {
  /// Files that are read at once.
  package var jobs = 1
  /// Where outcomes are kept between runs; `nil` keeps them until the end of this one.
  package var journal: Journal?
  /// The files of the year before, with which those of this year are compared.
  package var previous = FileList()
  /// Whether names of households and their numbers are masked in everything that is kept.
  package var isMasked = false
  /// Asked before each file; `true` ends the batch with what is known.
  package var stop: @Sendable () -> Bool = { false }
  /// Told after each file.
  package var progress: ((BatchProgress) -> Void)?

  package init() {}

  package init(jobs: Int) { self.jobs = jobs }
}

/// How far a batch is.
package struct BatchProgress: Sendable {
  package var files = 0
  package var allFiles = 0
  /// Files taken from the journal.
  package var unchangedFiles = 0
  package var records = 0
  package var errors = 0
  package var warnings = 0
  package var notes = 0
  /// Bytes of the files that are done, and of all.
  package var bytes = 0
  package var allBytes = 0

  /// Counts what was found in a file.
  mutating func count(_ file: FileImport) {
    records += file.recordCount
    for finding in file.findings {
      switch finding.severity {
      case .error: errors += 1
      case .warning: warnings += 1
      case .note: notes += 1
      }
    }
  }

  /// Adds what was counted of the next file.
  mutating func add(_ file: BatchProgress, bytes: Int) {
    files += 1
    unchangedFiles += file.unchangedFiles
    records += file.records
    errors += file.errors
    warnings += file.warnings
    notes += file.notes
    self.bytes += bytes
  }
}

/// What the machine lets a batch use.
enum Machine {
  /// The bytes that files in work may claim together: half of what is free, and no more than the container
  /// that the process runs in allows.
  static func memoryBudget() -> Int {
    var free = 1 << 30
    if let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }),
      let kibibytes = Int(line.filter(\.isNumber))
    {
      free = kibibytes << 10
    }
    for path in ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"] {
      guard let text = try? String(contentsOfFile: path, encoding: .utf8),
        let limit = Int(text.filter(\.isNumber))
      else { continue }
      free = min(free, limit)
    }
    return free / 2
  }

  /// The bytes that reading a file may need: what it needs unpacked and as cells, by experience sixteen times
  /// its size.
  static func claim(fileBytes: Int) -> Int { (4 << 20) + fileBytes * 16 }

  /// How many files can be open at once beside what the process holds.
  static func openFiles() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 64 }
    // A file that is read holds up to three descriptors.
    return max(1, (Int(clamping: limit.rlim_cur) - 16) / 4)
  }
}
