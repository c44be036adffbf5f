import Foundation
import Testing

@testable import Definitions
@testable import Findings
@testable import NTMToolkit

/// A file that is written while it is read.
@Suite struct FileChangeTests {
  private let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  @Test func `a file that changes while it is read says so, and no journal remembers it`() throws {
    let folder = NSTemporaryDirectory() + "ntm-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/a.csv"
    let text = "TT,Họ và tên chủ hộ,Thôn,Số nhân khẩu\n1,Lê Văn An,Làng Mài,4\n"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let importer = FileImporter(definitions: DefinitionStore(roots: [root + "/templates"]))
    var settings = BatchSettings(jobs: 1)
    settings.journal = try Journal(path: folder + "/journal", identity: "")
    let batch = try CheckedBatch.read(
      FileFinder.list([path]),
      with: importer,
      settings: settings,
      start: {},
      each: { _, _ in
        try? (text + "2,Vi Thị Bình,Làng Mài,3\n")
          .write(toFile: path, atomically: true, encoding: .utf8)
      },
      merge: { _ in }
    )
    var findings: [Finding] = []
    try batch.forEach { findings += $0.findings }
    #expect(findings.contains { $0.code == .fileChanged })
    try settings.journal?.refresh()
    let again = try CheckedBatch.read(FileFinder.list([path]), with: importer, settings: settings)
    #expect(again.progress.unchangedFiles == 0 && again.progress.records == 2)
  }
}
