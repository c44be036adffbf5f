import Foundation
import Testing

@testable import SpreadsheetML

/// Lines inserted and deleted in the templates of `fixtures/preservation`, against expectations that
/// were written by hand: what each part must and must not hold then.
struct PreservationTests {
  struct Expectation: Decodable {
    struct Operation: Decodable {
      var sheet: String
      var axis: String
      /// The first line, from 1.
      var line: Int
      var count: Int
    }

    struct Texts: Decodable {
      var has: [String]
      var lacks: [String]?
    }

    struct Case: Decodable {
      var insert: Operation?
      var delete: Operation?
      var refused: String?
      var parts: [String: Texts]?

      var layout: (sheet: String, layout: LineLayout)? {
        if let insert {
          let axis: LineLayout.Axis = insert.axis == "rows" ? .rows : .columns
          return (
            insert.sheet, .inserting(insert.count, before: insert.line - 1, axis: axis)
          )
        }
        guard let delete else { return nil }
        let lines = (delete.line - 1)...(delete.line + delete.count - 2)
        return (delete.sheet, .deleting(lines, axis: delete.axis == "rows" ? .rows : .columns))
      }
    }

    var cases: [Case]
  }

  static let folder =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    + "/fixtures/preservation"

  /// The templates that have expectations.
  static var templates: [String] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { file in
      guard file.hasSuffix(".xlsx"), let kind = file.split(separator: ".").first else {
        return false
      }
      return files.contains("\(kind).expected.json")
    }.sorted()
  }

  @Test func `every kind has its template`() { #expect(Self.templates.count >= 20) }

  @Test(arguments: PreservationTests.templates)
  func `everything that refers to a line goes with it`(template: String) throws {
    let kind = try #require(template.split(separator: ".").first)
    let json = try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(kind).expected.json"))
    let expectation = try JSONDecoder().decode(Expectation.self, from: json)
    let source = "\(Self.folder)/\(template)"
    for (number, item) in expectation.cases.enumerated() {
      let place = "\(template) #\(number + 1)"
      let (sheet, layout) = try #require(item.layout, "\(place)")
      if let refused = item.refused {
        let error = #expect(throws: PatchError.self, "\(place)") {
          try WorkbookEditor.change(source, edits: [:], layouts: [sheet: layout])
        }
        guard case .refused(let refusal)? = error else {
          Issue.record("\(place): \(String(describing: error))")
          continue
        }
        #expect(refusal.kind.rawValue == refused, "\(place): \(refusal.detail)")
        continue
      }
      let change = try WorkbookEditor.change(source, edits: [:], layouts: [sheet: layout])
      for (part, texts) in try #require(item.parts, "\(place)") {
        let text = try Self.text(of: part, in: source, change)
        for word in texts.has { #expect(text.contains(word), "\(place): \(part) has no \(word)") }
        for word in texts.lacks ?? [] {
          #expect(!text.contains(word), "\(place): \(part) has \(word)")
        }
      }
    }
  }

  /// A part after a change, with its entities decoded.
  static func text(of part: String, in source: String, _ change: PackageChange) throws -> String {
    let archive = try Archive(path: source)
    let entry = try archive.entry(part)
    let bytes =
      try change.replacements.first { $0.index == entry.index }?.bytes
      ?? archive.open(entry).readAll()
    let text = String(decoding: bytes, as: UTF8.self)
    return XMLEntities.decode(text) ?? text
  }
}
