import Definitions
package import Findings
import Foundation

/// The outcome of a batch, file by file in their order; it stands in a file and not in memory.
package struct CheckedBatch {
  /// The files that were looked at, in their order.
  package private(set) var files: [InputFile] = []
  /// What is to be said of paths that led to no file.
  package private(set) var pathFindings: [Finding] = []
  /// How many files were left when the batch was stopped; 0 for a whole batch.
  package private(set) var remaining = 0
  package private(set) var progress = BatchProgress()
  /// What the surveys say about each village as a whole.
  var villages: VillageFacts
  private let definitions: DefinitionStore
  private let journal: Journal
  private var places: [Int] = []
  private var duplicates = DuplicateFinder()
  private var links = LinkFile()
  /// How many files are worked on at once.
  private(set) var jobs = 1
  private var rules: RuleFinder
  /// What contradicts a rule over several files, by file.
  private var violations: [Int: [Finding]] = [:]
  /// What contradicts another file, by file.
  private var contradictions: [Int: [Finding]] = [:]

  private init(_ importer: FileImporter, _ journal: Journal) {
    definitions = importer.definitions
    rules = RuleFinder(importer.ruleBindings)
    self.journal = journal
    villages = VillageFacts(vocabulary: definitions.vocabulary)
  }

  /// A file as a worker hands it on.
  private struct Outcome<State: Sendable>: Sendable {
    var state: State
    /// Of a file that the journal knows, where it stands; else its bytes.
    var place: Int?
    var key: String
    var bytes: [UInt8]
    var file: FileImport
  }

  /// Reads everything; one bad file never stops the rest.
  ///
  /// Each record goes into a state of its file, and the states are merged in the order of the files: the
  /// result is the same for any number of workers. Throws where what is kept cannot be written.
  package static func read<State: Sendable>(
    _ list: FileList,
    with importer: FileImporter,
    settings: BatchSettings,
    start: @escaping @Sendable () -> State,
    each: @escaping @Sendable (inout State, ImportedRecord) -> Void,
    merge: (State) -> Void
  ) throws -> CheckedBatch {
    let known = settings.journal
    var batch = CheckedBatch(importer, try known ?? Journal())
    batch.pathFindings = list.findings
    batch.jobs = max(1, settings.jobs)
    let sizes = list.files.map(\.size)
    batch.progress.allFiles = list.files.count
    batch.progress.allBytes = sizes.reduce(0, +)
    let stop = settings.stop
    let masker = settings.isMasked ? Masker(importer.definitions) : nil
    let workers = OrderedWorkers(
      jobs: min(settings.jobs, Machine.openFiles()),
      budget: Machine.memoryBudget()
    )
    @Sendable func one(_ index: Int) -> Outcome<State> {
      var state = start()
      let input = list.files[index].input
      let guarded = ReadGuard(path: input.path)
      let key = known == nil || guarded.isNoFile ? "" : input.journalKey
      // What a journal knows was written by a run that kept no state of the records.
      if let known, !key.isEmpty, State.self == Void.self, let place = known.place(of: key),
        var reader = try? known.outcome(at: place),
        var file = try? reader.outcome(of: input, forms: importer.definitions.forms),
        let duplicates = try? reader.duplicates(of: input.name),
        let rules = try? reader.ruleEntries()
      {
        file.duplicates = duplicates
        file.rules = rules
        return Outcome(state: state, place: place, key: key, bytes: [], file: file)
      }
      var names: Set<String> = []
      var file = importer.read(input) { record in
        if masker != nil { names.formUnion(Masker.names(of: record)) }
        each(&state, record)
      }
      masker?.mask(&file, names: names)
      var writer = ByteWriter()
      writer.outcome(file)
      // What was read while the file changed is not what its digest stands for.
      let isCertain = !file.findings.contains { $0.code == .fileChanged } && !guarded.hasChanged
      return Outcome(
        state: state,
        place: nil,
        key: isCertain ? key : "",
        bytes: writer.bytes,
        file: file
      )
    }
    let done = try workers.run(
      count: list.files.count,
      claim: { Machine.claim(fileBytes: sizes[$0]) },
      stop: stop,
      work: one,
      merge: { index, outcome in
        merge(outcome.state)
        try batch.add(outcome, list.files[index].input, bytes: sizes[index])
        settings.progress?(batch.progress)
      }
    )
    batch.remaining = list.files.count - done
    batch.links = try batch.duplicates.links()
    let earlier = try batch.readPrevious(with: importer, settings, workers)
    let files = batch.files
    batch.violations = try batch.rules.findings(isWhole: batch.remaining == 0) { file, isPrevious in
      isPrevious ? earlier[file] : files[file].name
    }
    return batch
  }

  /// Reads the files of the year before for what rules compare; gives their names as findings show them.
  private mutating func readPrevious(
    with importer: FileImporter,
    _ settings: BatchSettings,
    _ workers: OrderedWorkers
  ) throws -> [String] {
    let list = settings.previous
    pathFindings += list.findings
    guard remaining == 0, !list.files.isEmpty else { return list.files.map(\.input.path) }
    let done = try workers.run(
      count: list.files.count,
      claim: { Machine.claim(fileBytes: list.files[$0].size) },
      stop: settings.stop,
      work: { index in importer.read(list.files[index].input) { _ in } },
      merge: { index, file in
        // Of last year's files only those are named that could not be compared.
        if !file.isReadable { pathFindings += file.findings }
        try rules.add(file.rules, file: index, isPrevious: true)
      }
    )
    remaining += list.files.count - done
    return list.files.map(\.input.path)
  }

  private mutating func add<State>(
    _ outcome: Outcome<State>,
    _ input: InputFile,
    bytes: Int
  ) throws {
    let index = files.count
    files.append(input)
    if let place = outcome.place {
      places.append(place)
      progress.unchangedFiles += 1
    } else {
      places.append(try journal.add(outcome.key, outcome.bytes))
    }
    let found = villages.add(outcome.file)
    if !found.isEmpty { contradictions[index] = found }
    try duplicates.add(outcome.file.duplicates, file: index)
    try rules.add(outcome.file.rules, file: index)
    progress.add(outcome.file, bytes: bytes)
  }
}

extension CheckedBatch {
  /// Reads everything without keeping anything of the records.
  package static func read(
    _ list: FileList,
    with importer: FileImporter,
    settings: BatchSettings
  ) throws -> CheckedBatch {
    try read(
      list,
      with: importer,
      settings: settings,
      start: {},
      each: { _, _ in },
      merge: { _ in }
    )
  }

  /// Whether at least one input could not be read.
  package var isUnreadable: Bool {
    get throws {
      if !pathFindings.isEmpty { return true }
      var result = false
      try forEach { if !$0.isReadable { result = true } }
      return result
    }
  }

  /// All files in their order, each with everything there is to say about it; may be gone through again.
  package func forEach(_ body: (FileImport) throws -> Void) throws {
    try forEach({ $0 }, body)
  }

  /// The same; what can be made of each file alone is made by the workers.
  package func forEach<Prepared: Sendable>(
    _ prepare: @escaping @Sendable (FileImport) -> Prepared,
    _ body: (Prepared) throws -> Void
  ) throws {
    let (files, places, journal, links) = (self.files, self.places, self.journal, self.links)
    let (contradictions, violations) = (self.contradictions, self.violations)
    let (forms, sheets) = (definitions.forms, duplicates.sheets)
    @Sendable func file(_ index: Int) throws -> FileImport {
      var reader = try journal.outcome(at: places[index])
      var file = try reader.outcome(of: files[index], forms: forms)
      file.findings += contradictions[index] ?? []
      let found = try links.links(of: index)
      let entries = found.isEmpty ? [] : try reader.duplicates(of: files[index].name)
      for link in found {
        file.findings.append(
          DuplicateFinder.finding(link, entries[Int(link.entry)], sheets: sheets) { files[$0].name }
        )
      }
      file.findings += violations[index] ?? []
      return file
    }
    _ = try OrderedWorkers(jobs: jobs, budget: .max).run(
      count: places.count,
      claim: { _ in 0 },
      stop: { false },
      work: { index in Result { prepare(try file(index)) } },
      merge: { _, result in try body(try result.get()) }
    )
  }
}
