import Definitions
import Expressions
import Findings
import Forms
import Foundation
import Tabular
import Testing

@testable import NTMToolkit

/// Every rule beside records that keep it and records that break it: fixtures/rules/pairs.json.
@Suite struct RulePairTests {
  private struct Pair {
    var form: String?
    var rule: String
    var clean: Any
    var faulty: Any

    var name: String { (form.map { $0 + ": " } ?? "") + rule }
  }

  private static let root =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  private static let store = DefinitionStore(roots: [root + "/templates"])
  private let bindings = RuleBindings(Self.store)

  private static func pairs() throws -> [Pair] {
    let data = try Data(contentsOf: URL(fileURLWithPath: root + "/fixtures/rules/pairs.json"))
    let items = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    return try items.map {
      Pair(
        form: $0["form"] as? String,
        rule: try #require($0["rule"] as? String),
        clean: try #require($0["clean"]),
        faulty: try #require($0["faulty"])
      )
    }
  }

  /// A record with some values, each in the column of its field.
  private func record(_ values: [String: Any], _ form: FormDefinition, row: Int) throws -> Record {
    var record = Record(fieldCount: form.fields.count)
    record.row = row
    for (name, value) in values {
      let field = try #require(form.fieldIndex(name), "\(form.id): \(name)")
      record.places[field] = .cell(CellReference(row: row, column: field))
      record.values[field] =
        switch (value, form.fields[field].kind) {
        case (let text as String, .choice): .choice(text)
        case (let text as String, _): .text(text)
        case (let flag as Bool, .mark): .mark(flag)
        case (let number as NSNumber, _):
          .number(
            try #require(
              ExactDecimal(
                significand: Int128((number.doubleValue * 1000).rounded()),
                exponent: -3
              )
            )
          )
        default: nil
        }
      #expect(record.values[field] != nil, "\(form.id): \(name)")
    }
    return record
  }

  private func form(_ id: String) throws -> FormDefinition {
    try #require(Self.store.forms.map(\.definition).first { $0.isCalled(id) }, "\(id)")
  }

  @Test func `every rule has a pair, and every pair a rule`() throws {
    let ofForms = Self.store.forms.map(\.definition).flatMap { form in
      form.rules.map { "\(form.id): \($0.text)" }
    }
    let rules = Set(ofForms + Self.store.batchRules.map(\.id))
    let pairs = try Self.pairs().map(\.name)
    #expect(rules.subtracting(pairs).sorted() == [], "rules without a pair")
    #expect(Set(pairs).subtracting(rules).sorted() == [], "pairs without a rule")
    #expect(Set(pairs).count == pairs.count)
  }

  @Test func `a rule of a form is silent on what keeps it and speaks of what breaks it`() throws {
    for pair in try Self.pairs() where pair.form != nil {
      let definition = try form(pair.form ?? "")
      let rule = try #require(definition.rules.first { $0.text == pair.rule }, "\(pair.name)")
      func found(_ values: Any) throws -> [Finding] {
        var checker = RuleChecker(BoundForm(definition))
        // A rule over a table has several records.
        let records = try (values as? [[String: Any]]) ?? [#require(values as? [String: Any])]
        var findings: [Finding] = []
        for (number, values) in records.enumerated() {
          let record = try record(values, definition, row: 9 + number)
          findings += checker.check(record, table: 0) {
            SourceLocation(file: "f", sheet: "s", cell: $0)
          }
        }
        return findings.filter { $0.arguments["rule"]?.vi == rule.text }
      }
      #expect(try found(pair.clean).isEmpty, "\(pair.name)")
      let faults = try found(pair.faulty)
      #expect(faults.map(\.code) == [rule.code], "\(pair.name)")
      #expect(faults.first?.field == rule.field, "\(pair.name)")
      #expect(faults.first?.location.cell?.column == definition.fieldIndex(rule.field))
    }
  }

  @Test func `a rule over files is silent on what keeps it and speaks of what breaks it`() throws {
    for pair in try Self.pairs() where pair.form == nil {
      let number = try #require(Self.store.batchRules.firstIndex { $0.id == pair.rule })
      let rule = Self.store.batchRules[number]
      func found(_ files: Any) throws -> [Finding] {
        try findings(try #require(files as? [[String: Any]])).filter { finding in
          finding.code == rule.code && finding.field == (rule.field.isEmpty ? nil : rule.field)
            && (finding.arguments["rule"].map { $0.vi == rule.text } ?? true)
            && (!rule.hasMessage || finding.variant == rule.id)
        }
      }
      #expect(try found(pair.clean).isEmpty, "\(pair.name)")
      let faults = try found(pair.faulty)
      #expect(faults.count == 1, "\(pair.name): \(faults.count)")
      // Both sides are shown.
      #expect(faults.first?.related.isEmpty == false, "\(pair.name)")
    }
  }

  /// What the rules over files say of some files of one commune.
  private func findings(_ files: [[String: Any]]) throws -> [Finding] {
    let finder = RuleFinder(bindings)
    for (index, file) in files.enumerated() {
      let definition = try form(try #require(file["form"] as? String))
      let texts = SheetTexts(Grid(name: "S"), encodings: Self.store.vocabulary.encodings)
      let keys = RecordKeys(texts, fieldCount: definition.fields.count)
      var collector = try #require(
        RuleCollector(definition, bindings, sheet: "S", keys: keys),
        "\(definition.id)"
      )
      let records = try #require(file["records"] as? [[String: Any]])
      for (row, values) in records.enumerated() {
        collector.add(try record(values, definition, row: row + 5), nil)
      }
      var entries = collector.finish()
      entries.settle(["S": (unit: 7, year: try #require(file["year"] as? Int))])
      try finder.add(entries, file: index)
    }
    let notes = try finder.findings(files: files.count, isWhole: true, hasPrevious: false, jobs: 2)
    {
      file,
      _ in "\(file).xlsx"
    }
    return try files.indices.flatMap { file in
      try notes.notes(of: file).map { note in
        var reader = note
        return try reader.finding(of: "\(file).xlsx")
      }
    }
  }
}
