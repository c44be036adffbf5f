import Foundation
import Testing

@testable import Definitions
@testable import Findings

@Suite struct CatalogueTests {
  private let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  /// Every code that the program can give has its sentences in both languages.
  @Test func `every finding code has a message in both languages`() throws {
    let store = DefinitionStore(roots: [root + "/templates"])
    #expect(store.problems.isEmpty, "\(store.problems)")
    let source = try String(
      contentsOfFile: root + "/Sources/Findings/FindingCode.swift",
      encoding: .utf8
    )
    var codes: [String] = []
    for line in source.split(separator: "\n") where line.contains("= Self(\"") {
      codes.append(String(line.split(separator: "\"")[1]))
    }
    #expect(codes.count > 40)
    for code in codes {
      let entry = try #require(store.catalogue.entries[code], "\(code)")
      #expect(!entry.message.vi.isEmpty && !entry.message.en.isEmpty, "\(code)")
      #expect(entry.message.vi != entry.message.en, "\(code)")
    }
    #expect(Set(FindingCode.all.map(\.name)) == Set(codes))
    for (code, entry) in store.catalogue.entries {
      let hint = try #require(entry.hint ?? entry.advice, "\(code): what to do")
      let example = try #require(entry.example, "\(code): example")
      for text in [hint, example] { #expect(!text.vi.isEmpty && text.vi != text.en, "\(code)") }
    }
    let known = Set(codes)
    for code in store.catalogue.entries.keys { #expect(known.contains(code), "\(code)") }
  }

  @Test func `sentences are filled with the values of the finding`() {
    let store = DefinitionStore(roots: [root + "/templates"])
    let finding = Finding(
      .totalMismatch,
      at: SourceLocation(file: "a.xlsx"),
      found: "12",
      arguments: ["stated": LocalizedText("12"), "sum": LocalizedText("13")]
    )
    #expect(
      store.catalogue.render(finding, in: .en).message
        == "The total says 12, the rows add up to 13."
    )
  }
}
