import Definitions
package import Findings
import Foundation

/// The outcome of a batch, file by file in their order; it stands in a file and not in memory.
package struct CheckedBatch {
  /// The files that were looked at, in their order: the first of those that were to be.
  package private(set) var files: ArraySlice<FileList.Item> = []
  private let allFiles: [FileList.Item]
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
  /// How many files are worked on at once.
  private(set) var jobs = 1
  /// The households that stand twice.
  private var links = FileNotes()
  /// What contradicts a rule over several files.
  private var violations = FileNotes()
  /// What contradicts another file, by file.
  private var contradictions: [Int: [Finding]] = [:]

  private init(_ list: FileList, _ importer: FileImporter, _ journal: Journal) {
    allFiles = list.files
    pathFindings = list.findings
    definitions = importer.definitions
    self.journal = journal
    villages = VillageFacts(vocabulary: definitions.vocabulary)
  }

  /// A file as a worker hands it on: what is left to do in order is to append.
  private struct Outcome<State: Sendable>: Sendable {
    var state: State
    /// Of a file that the journal knows, where it stands.
    var place: Int?
    /// Of another, what is to be appended to the journal.
    var record: [UInt8] = []
    /// Without its findings and entries.
    var file: FileImport
    var progress = BatchProgress()

    /// Takes of a file what is needed in order.
    init(_ state: State, _ file: FileImport) {
      self.state = state
      self.file = file
      progress.count(file)
      self.file.findings = []
      self.file.duplicates = EntryList()
      self.file.rules = RuleEntries()
    }
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
    var batch = CheckedBatch(list, importer, try known ?? Journal())
    batch.places.reserveCapacity(list.files.count)
    batch.jobs = max(1, settings.jobs)
    batch.progress.allFiles = list.files.count
    batch.progress.allBytes = list.files.reduce(0) { $0 + $1.size }
    let stop = settings.stop
    let masker = settings.isMasked ? Masker(importer.definitions) : nil
    let workers = OrderedWorkers(
      jobs: min(settings.jobs, Machine.openFiles()),
      budget: Machine.memoryBudget()
    )
    let (duplicates, rules) = (DuplicateFinder(), RuleFinder(importer.ruleBindings))
    @Sendable func one(_ index: Int) throws -> Outcome<State> {
      var state = start()
      let input = list.files[index].input
      let guarded = ReadGuard(path: input.path)
      let key = known == nil || guarded.isNoFile ? "" : input.journalKey
      // What a journal knows was written by a run that kept no state of the records.
      if let known, !key.isEmpty, State.self == Void.self, let place = known.place(of: key),
        var reader = try? known.outcome(at: place),
        let file = try? reader.wholeOutcome(of: input, forms: importer.definitions.forms)
      {
        try duplicates.add(file.duplicates, file: index)
        try rules.add(file.rules, file: index)
        var outcome = Outcome(state, file)
        outcome.place = place
        outcome.progress.unchangedFiles = 1
        return outcome
      }
      var names: Set<String> = []
      var file = importer.read(input) { record in
        if masker != nil { names.formUnion(Masker.names(of: record)) }
        each(&state, record)
      }
      try masker?.mask(&file, names: names)
      try duplicates.add(file.duplicates, file: index)
      try rules.add(file.rules, file: index)
      // What was read while the file changed is not what its digest stands for.
      let isCertain = !file.findings.contains { $0.code == .fileChanged } && !guarded.hasChanged
      var outcome = Outcome(state, file)
      outcome.record = try Journal.record(isCertain ? key : "") {
        try $0.outcome(file, isKept: known != nil)
      }
      return outcome
    }
    let done = try workers.run(
      count: list.files.count,
      claim: { Machine.claim(fileBytes: list.files[$0].size) },
      stop: stop,
      work: { index in Result { try one(index) } },
      merge: { index, outcome in
        let outcome = try outcome.get()
        merge(outcome.state)
        try batch.add(outcome, bytes: list.files[index].size)
        settings.progress?(batch.progress)
      }
    )
    batch.remaining = list.files.count - done
    batch.links = try duplicates.links(files: done, jobs: batch.jobs)
    let earlier = try batch.readPrevious(with: importer, settings, workers, into: rules)
    let files = batch.files
    batch.violations = try rules.findings(
      files: done,
      isWhole: batch.remaining == 0,
      hasPrevious: !earlier.isEmpty,
      jobs: batch.jobs
    ) { file, isPrevious in
      isPrevious ? earlier[file] : files[file].input.name
    }
    return batch
  }

  /// Reads the files of the year before for what rules compare; gives their names as findings show them.
  private mutating func readPrevious(
    with importer: FileImporter,
    _ settings: BatchSettings,
    _ workers: OrderedWorkers,
    into rules: RuleFinder
  ) throws -> [String] {
    let list = settings.previous
    pathFindings += list.findings
    guard remaining == 0, !list.files.isEmpty else { return list.files.map(\.input.path) }
    let done = try workers.run(
      count: list.files.count,
      claim: { Machine.claim(fileBytes: list.files[$0].size) },
      stop: settings.stop,
      work: { index in
        Result {
          let file = importer.read(list.files[index].input) { _ in }
          try rules.add(file.rules, file: index, isPrevious: true)
          // Of last year's files only those are named that could not be compared.
          return file.isReadable ? [] : file.findings
        }
      },
      merge: { _, findings in pathFindings += try findings.get() }
    )
    remaining += list.files.count - done
    return list.files.map(\.input.path)
  }

  private mutating func add<State>(_ outcome: Outcome<State>, bytes: Int) throws {
    let index = files.count
    files = allFiles.prefix(index + 1)
    places.append(try outcome.place ?? journal.append(outcome.record))
    let found = villages.add(outcome.file)
    if !found.isEmpty { contradictions[index] = found }
    progress.add(outcome.progress, bytes: bytes)
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
    let forms = definitions.forms
    @Sendable func file(_ index: Int) throws -> FileImport {
      var reader = try journal.outcome(at: places[index])
      var file = try reader.outcome(of: files[index].input, forms: forms)
      file.findings += contradictions[index] ?? []
      let found = try links.notes(of: index)
      if !found.isEmpty {
        file.findings += try DuplicateFinder.findings(
          found,
          try reader.duplicates(),
          file: files[index].input.name
        ) { files[$0].input.name }
      }
      for note in try violations.notes(of: index) {
        var reader = note
        file.findings.append(try reader.finding(of: files[index].input.name))
      }
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
