import Definitions
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

  /// Reads everything; one bad file never stops the rest.
  package static func read(
    _ paths: [String],
    with importer: FileImporter,
    sink: (ImportedRecord) -> Void
  ) -> Batch {
    var batch = Batch()
    let (inputs, missing) = FileFinder.find(paths)
    for path in missing {
      batch.isUnreadable = true
      batch.findings.append(Finding(.unreadableFile, "not-found", at: SourceLocation(file: path)))
    }
    var duplicates = DuplicateFinder()
    var villages = VillageFacts(vocabulary: importer.definitions.vocabulary)
    for input in inputs {
      var file = importer.read(input) { record in
        villages.add(record)
        sink(record)
      }
      file.findings += villages.add(file)
      file.findings += file.duplicates.compactMap { duplicates.add($0) }
      file.duplicates = []
      if !file.isReadable { batch.isUnreadable = true }
      batch.findings += file.findings
      batch.files.append(file)
    }
    batch.villages = villages
    return batch
  }
}
