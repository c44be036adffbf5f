import Definitions
import Forms
import Foundation
import NTMToolkit
import Testing

/// The Swift types of the built-in forms beside the definitions that they speak of.
@Suite struct SurveyEntryTests {
  private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  private static let store = DefinitionStore(roots: [root + "/templates"])

  private static let types: [any SurveyEntry.Type] = [
    Household.self, IncomeHousehold.self, PovertyListEntry.self, PovertyChange.self,
    NearPovertyChange.self, CommuneListEntry.self, House.self, WaterHousehold.self,
    RoadSegment.self, RoadLengths.self,
    VillageReport.self, VillageSummaryRow.self, VillageCriteria.self,
  ]

  /// A property of a type: the field's id, the types it may have and the choices it knows.
  private struct Property {
    var name: String
    var id: String
    var kinds: [String]
    var choices: Set<String>?
  }

  private func properties(of type: any SurveyEntry.Type) -> [Property] {
    func list<Entry: SurveyEntry>(_: Entry.Type) -> [Property] {
      Mirror(reflecting: Entry.fields).children.compactMap { name, value in
        (value as? any TypedField).map {
          Property(name: name ?? "", id: $0.id, kinds: $0.kinds, choices: $0.choices)
        }
      }
    }
    return list(type)
  }

  @Test func `every form has a type, and every type a form`() {
    #expect(
      Set(Self.types.map { $0.form }) == Set(Self.store.forms.map(\.definition.family))
    )
  }

  @Test func `properties and fields are the same, with the same types, in every version`() {
    for type in Self.types {
      let own = properties(of: type)
      for form in Self.store.forms.map(\.definition) where form.family == type.form {
        let fields = form.fields.filter { $0.role != .identifier }
        #expect(own.map(\.id).sorted() == fields.map(\.id).sorted(), "\(form.id)")
        for property in own {
          guard let field = fields.first(where: { $0.id == property.id }) else { continue }
          #expect(property.kinds.contains(field.kind.rawValue), "\(form.id) \(property.id)")
          let words = property.id.split(separator: "_")
          let name = words.dropFirst().reduce(words.first.map(String.init) ?? "") {
            $0 + $1.prefix(1).uppercased() + $1.dropFirst()
          }
          #expect(property.name == name)
          if let choices = property.choices {
            #expect(choices == Set(field.choices.map(\.id)), "\(form.id) \(property.id)")
          }
        }
      }
    }
  }

  @Test func `values are typed and know file, sheet, cell and what the cell shows`() throws {
    let toolkit = try Toolkit(templates: Self.root + "/templates")
    let result = toolkit.read(
      RoadSegment.self,
      in: Self.root + "/fixtures/forms/road-inventory/messy.xlsx"
    )
    let lane = try #require(result.entries.last)
    let length = try #require(lane.length)
    #expect(length.value == Decimal(string: "0.1255"))
    #expect(length.cell == "E12" && length.text == "125.5")
    #expect(length.sheet == "GTNT" && length.file == "messy.xlsx")
    #expect(lane.roadClass?.value == .lane)
    #expect(lane.hardenedLength == nil)
    #expect(lane.meetsStandard?.value == false)
  }

  @Test func `members stand under their head`() throws {
    let toolkit = try Toolkit(templates: Self.root + "/templates")
    let result = toolkit.read(
      PovertyListEntry.self,
      in: Self.root + "/fixtures/forms/poverty-list-2022/clean.xlsx"
    )
    #expect(result.entries.map(\.members.count) == [2, 0])
    let child = try #require(result.entries.first?.members.last)
    #expect(child.birthYear?.value == 2003 && child.sex?.value == .male)
    #expect(child.birthYear?.cell == "D8" && child.entry == nil)
    #expect(result.entries.first?.entry?.value == .new)
  }
}

/// What a test needs of a field whatever its type.
private protocol TypedField {
  var id: String { get }
  var kinds: [String] { get }
  var choices: Set<String>? { get }
}

extension SurveyField: TypedField {
  var kinds: [String] { Value.fieldTypes }

  var choices: Set<String>? {
    guard let type = Value.self as? any SurveyChoice.Type else { return nil }
    func all<Choice: SurveyChoice>(_: Choice.Type) -> Set<String> {
      Set(Choice.allCases.map(\.rawValue))
    }
    return all(type)
  }
}
