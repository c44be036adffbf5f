import Definitions
import Dispatch
package import Findings

/// What all the files behind some paths turned out to be.
package struct Batch: Sendable {
  /// The files in the order in which they were found.
  package var files: [FileImport] = []
  /// All findings: file by file, each in the order of its sheets.
  package var findings: [Finding] = []
  /// Whether at least one input could not be read.
  package var isUnreadable = false
  /// What the surveys say about each village as a whole.
  var villages: VillageFacts?
}

extension Batch {
  /// How many files a worker has ahead of the merge: memory stays flat however many there are.
  private static let filesAhead = 16

  /// Reads everything; one bad file never stops the rest.
  ///
  /// Files are read by `jobs` workers, each record goes into a state of its file, and the states are
  /// merged in the order of the files: the result is the same for any number of workers.
  package static func read<State: Sendable>(
    _ paths: [String],
    with importer: FileImporter,
    jobs: Int,
    start: @Sendable () -> State,
    each: @escaping @Sendable (inout State, ImportedRecord) -> Void,
    merge: (State) -> Void
  ) -> Batch {
    var batch = Batch()
    let (inputs, missing) = FileFinder.find(paths)
    for path in missing {
      batch.isUnreadable = true
      batch.findings.append(Finding(.unreadableFile, "not-found", at: SourceLocation(file: path)))
    }
    var duplicates = DuplicateFinder()
    var villages = VillageFacts(vocabulary: importer.definitions.vocabulary)
    let width = max(1, jobs)
    let step = width == 1 ? 1 : width * filesAhead
    for first in stride(from: 0, to: inputs.count, by: step) {
      let chunk = Array(inputs[first..<min(first + step, inputs.count)])
      for (state, file) in read(chunk, importer, width, start, each) {
        merge(state)
        batch.add(file, &duplicates, &villages)
      }
    }
    batch.villages = villages
    return batch
  }

  /// Reads everything in one pass without keeping anything of the records.
  package static func read(_ paths: [String], with importer: FileImporter, jobs: Int = 1) -> Batch {
    read(paths, with: importer, jobs: jobs, start: {}, each: { _, _ in }, merge: { _ in })
  }

  private mutating func add(
    _ read: FileImport,
    _ duplicates: inout DuplicateFinder,
    _ villages: inout VillageFacts
  ) {
    var file = read
    file.findings += villages.add(file)
    file.findings += file.duplicates.compactMap { duplicates.add($0) }
    file.duplicates = []
    file.villages = []
    if !file.isReadable { isUnreadable = true }
    findings += file.findings
    files.append(file)
  }

  private static func read<State: Sendable>(
    _ inputs: [InputFile],
    _ importer: FileImporter,
    _ jobs: Int,
    _ start: @Sendable () -> State,
    _ each: @escaping @Sendable (inout State, ImportedRecord) -> Void
  ) -> [(State, FileImport)] {
    @Sendable func one(_ input: InputFile) -> (State, FileImport) {
      var state = start()
      let file = importer.read(input) { each(&state, $0) }
      return (state, file)
    }
    guard jobs > 1, inputs.count > 1 else { return inputs.map(one) }
    let results = ResultSlots<(State, FileImport)>(count: inputs.count)
    let next = ResultSlots<Int>(count: 1)
    next.set(0, 0)
    DispatchQueue.concurrentPerform(iterations: min(jobs, inputs.count)) { _ in
      while let index = next.take(below: inputs.count) { results.set(index, one(inputs[index])) }
    }
    return results.values
  }
}

/// Places for results that several workers fill, each its own.
private final class ResultSlots<Value>: @unchecked Sendable {
  private let lock = DispatchQueue(label: "results")
  private var slots: [Value?]

  init(count: Int) { slots = Array(repeating: nil, count: count) }

  func set(_ index: Int, _ value: Value) { lock.sync { slots[index] = value } }

  var values: [Value] { lock.sync { slots.compactMap { $0 } } }
}

extension ResultSlots where Value == Int {
  /// The next number to work on; `nil` when all are taken.
  func take(below limit: Int) -> Int? {
    lock.sync {
      guard let index = slots[0], index < limit else { return nil }
      slots[0] = index + 1
      return index
    }
  }
}
