import Foundation
import Testing

/// The sets that are shipped carry every indicator with its parts, and nothing that nobody knows.
@Suite struct CriteriaSetTests {
  private func criteria(_ set: String) throws -> [[String: Any]] {
    let outcome = try Program.run("criteria", "show", set, "--format", "json")
    #expect(outcome.status == 0)
    return outcome.object["criteria"] as? [[String: Any]] ?? []
  }

  @Test(arguments: [
    (
      "vn-2022-318", [2, 4, 2, 2, 1, 3, 1, 4, 2, 1, 1, 2, 5, 2, 4, 1, 12, 6, 2],
      ["pass-fail": 27, "percentage": 27, "absence": 1, "income-by-year": 1, "area-per-person": 1]
    ),
    (
      "vn-2024-211", [2, 4, 2, 2, 1, 3, 1, 4, 2, 1, 1, 2, 5, 2, 4, 1, 12, 6, 2],
      ["pass-fail": 28, "percentage": 26, "absence": 1, "income-by-year": 1, "area-per-person": 1]
    ),
    (
      "vn-2022-318-advanced", [3, 4, 6, 1, 6, 3, 1, 5, 1, 1, 1, 3, 8, 4, 3, 3, 12, 8, 2], [:]
    ),
  ])
  func `every indicator is there with code, text, kind, source and confidence`(
    set: String,
    counts: [Int],
    kinds: [String: Int]
  ) throws {
    let criteria = try criteria(set)
    let lists = criteria.map { $0["indicators"] as? [[String: Any]] ?? [] }
    #expect(lists.map(\.count) == counts)
    #expect(lists.flatMap { $0 }.count == (set.hasSuffix("advanced") ? 75 : 57))
    var found: [String: Int] = [:]
    for indicator in lists.flatMap({ $0 }) {
      let code = indicator["code"] as? String ?? "?"
      found[indicator["kind"] as? String ?? "?", default: 0] += 1
      #expect((indicator["text"] as? String)?.isEmpty == false, "\(code)")
      #expect((indicator["text_confidence"] as? String)?.isEmpty == false, "\(code)")
      #expect((indicator["confidence"] as? String)?.isEmpty == false, "\(code)")
      #expect((indicator["source"] as? [String])?.isEmpty == false, "\(code)")
      #expect(indicator["comparator"] is String, "\(code)")
      // Whoever judges a number names its unit; pass or fail has none.
      #expect(
        (indicator["unit"] is String) == (indicator["kind"] as? String != "pass-fail"),
        "\(code)"
      )
      let levels = indicator["levels"] as? [String: Any] ?? [:]
      #expect(levels.count == 7, "\(code)")
      // A level that nobody knows has its reason.
      if levels.values.contains(where: { $0 is NSNull }) {
        #expect((indicator["reason"] as? String)?.isEmpty == false, "\(code)")
      }
    }
    if !kinds.isEmpty { #expect(found == kinds) }
  }

  @Test func `the levels that a source states are the source's`() throws {
    let all = try criteria("vn-2022-318").flatMap { $0["indicators"] as? [[String: Any]] ?? [] }
    let stunting = try #require(all.first { $0["code"] as? String == "15.3" })
    let levels = stunting["levels"] as? [String: Double] ?? [:]
    #expect(stunting["confidence"] as? String == "verified")
    #expect(stunting["comparator"] as? String == "<=")
    #expect(
      levels == [
        "trung-du-mien-nui-phia-bac": 24, "dong-bang-song-hong": 16.5, "bac-trung-bo": 25,
        "duyen-hai-nam-trung-bo": 22, "tay-nguyen": 26.5, "dong-nam-bo": 14.5,
        "dong-bang-song-cuu-long": 19,
      ]
    )
  }

  @Test func `the set of 2026 has its frame, its days and no invented indicator`() throws {
    let outcome = try Program.run("criteria", "show", "vn-2025-51", "--format", "json")
    let criteria = outcome.object["criteria"] as? [[String: Any]] ?? []
    #expect(criteria.count == 10)
    #expect(criteria.allSatisfy { $0["indicators"] is NSNull })
    #expect(criteria.allSatisfy { $0["confidence"] as? String == "verified" })
    let days = outcome.object["in_force"] as? [String: Any]
    #expect(days?["from"] as? String == "2026-02-15")
    let basis = outcome.object["basis"] as? [[String: Any]] ?? []
    #expect(basis.contains { $0["number"] as? String == "51/2025/QĐ-TTg" })
    #expect(outcome.object["level"] as? String == "commune")
  }

  @Test func `sets of two periods are compared by subject`() throws {
    let outcome = try Program.run(
      "criteria",
      "diff",
      "vn-2024-211",
      "vn-2025-51",
      "--format",
      "json"
    )
    #expect(outcome.object["numbering"] as? String == "different")
    let moves = outcome.object["criteria"] as? [[String: Any]] ?? []
    let environment = try #require(moves.first { $0["from"] as? String == "17" })
    #expect(environment["to"] as? [String] == ["8"])
    #expect(environment["confidence"] as? String == "inferred")
    let text = try Program.run("criteria", "diff", "vn-2024-211", "vn-2025-51")
    #expect(
      text.output.contains(
        "17. Môi trường và an toàn thực phẩm → 8. Môi trường và cảnh quan nông thôn"
      )
    )
    let amended = try Program.run(
      "criteria",
      "diff",
      "vn-2022-318",
      "vn-2024-211",
      "--format",
      "json"
    )
    let pairs = amended.object["indicators"] as? [[String: Any]] ?? []
    let changed = pairs.filter { $0["change"] as? String != "same" }.compactMap {
      $0["from"] as? String
    }
    #expect(amended.object["numbering"] as? String == "same")
    // The new level of 17.1 is as unknown as the old one: nothing can be shown to differ.
    #expect(Set(changed) == ["13.1", "15.4", "18.4"])
  }
}
