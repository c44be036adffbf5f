package import Findings

/// What all the files behind some paths turned out to be, in memory: for a commune's few files.
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
  /// Reads everything as a ``CheckedBatch`` does.
  package static func read<State: Sendable>(
    _ paths: [String],
    with importer: FileImporter,
    jobs: Int,
    start: @escaping @Sendable () -> State,
    each: @escaping @Sendable (inout State, ImportedRecord) -> Void,
    merge: (State) -> Void
  ) throws -> Batch {
    let checked = try CheckedBatch.read(
      FileFinder.list(paths),
      with: importer,
      settings: BatchSettings(jobs: jobs),
      start: start,
      each: each,
      merge: merge
    )
    var batch = Batch()
    batch.findings = checked.pathFindings
    batch.isUnreadable = !checked.pathFindings.isEmpty
    batch.villages = checked.villages
    try checked.forEach { file in
      if !file.isReadable { batch.isUnreadable = true }
      batch.findings += file.findings
      batch.files.append(file)
    }
    return batch
  }

  /// Reads everything in one pass without keeping anything of the records.
  package static func read(_ paths: [String], with importer: FileImporter, jobs: Int = 1) throws
    -> Batch
  {
    try read(paths, with: importer, jobs: jobs, start: {}, each: { _, _ in }, merge: { _ in })
  }
}
