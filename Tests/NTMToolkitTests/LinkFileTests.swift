import Tabular
import Testing

@testable import NTMToolkit

/// Repetitions that are kept for the report of a batch.
@Suite struct LinkFileTests {
  private func link(_ file: Int, _ entry: Int) -> DuplicateLink {
    DuplicateLink(
      file: Int32(file),
      entry: Int32(entry),
      otherFile: Int32(entry % 7),
      otherSheet: Int32(file % 3),
      other: CellReference(row: entry * 3, column: entry % 40),
      isSame: entry % 2 == 0
    )
  }

  private func numbers(_ links: [DuplicateLink]) -> [[Int]] {
    links.map {
      [
        Int($0.file), Int($0.entry), Int($0.otherFile), Int($0.otherSheet), $0.other.row,
        $0.other.column, $0.isSame ? 1 : 0,
      ]
    }
  }

  @Test func `links come back by file and in the order of entries`() throws {
    let links = LinkFile()
    try links.append([link(3, 9), link(1, 5), link(1, 2)])
    try links.append([link(6, 0)])
    #expect(numbers(try links.links(of: 1)) == numbers([link(1, 2), link(1, 5)]))
    #expect(numbers(try links.links(of: 3)) == numbers([link(3, 9)]))
    #expect(numbers(try links.links(of: 6)) == numbers([link(6, 0)]))
    for index in [0, 2, 4, 5, 7, 100] { #expect(try links.links(of: index).isEmpty) }
  }

  @Test func `more links than memory holds come back the same`() throws {
    let links = LinkFile()
    for file in 0..<40 {
      try links.append((0..<5_000).reversed().map { link(file * 2, $0) })
    }
    for file in [0, 1, 2, 38, 40, 77, 78] {
      let wanted = file % 2 == 0 ? (0..<5_000).map { link(file, $0) } : []
      #expect(numbers(try links.links(of: file)) == numbers(wanted), "file \(file)")
    }
  }
}
