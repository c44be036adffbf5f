import Tabular

/// Where the village of a table's records comes from when no column and no group row gives it.
struct VillageSource {
  /// The name found in the title block, sheet name or file name.
  var name: String?
  var place: Provenance?
  /// Whether a word for a village stands before the name, so that a hamlet's is a part of it.
  var isVillage = false
  /// Spellings in mixed case by key, for names that are written in capitals.
  var spellings: [String: String] = [:]

  /// A name in capitals takes the spelling found elsewhere, else title case.
  func spelled(_ name: String) -> String {
    guard VillageName.isCapitals(name) else { return name }
    return spellings[Vocabulary.key(name)] ?? VillageName.titleCased(name)
  }
}
