import ArgumentParser
import Criteria
import Definitions
import Findings
import Reporting

/// The criteria set that a command names, with the region or group of communes.
struct CriteriaChoice {
  let criteria: String
  let region: String?

  /// Loads the set; a mistake in it ends the program with status 4, an unknown region with 64.
  func load(
    _ store: DefinitionStore,
    _ common: CommonOptions
  ) throws -> (CriteriaSet, CriteriaSet.Region?) {
    let library = CriteriaLibrary(store)
    let set = library.load(criteria)
    let text = common.text(store)
    for problem in library.log.findings {
      Terminal.error(text.lines(problem).joined(separator: "\n"))
    }
    guard let set, !library.log.hasErrors else { throw ExitCode(4) }
    guard let word = region else { return (set, nil) }
    guard let found = set.region(named: word) else {
      let known = (set.regions + set.communeGroups).map(\.id).joined(separator: ", ")
      let values = ["name": word, "known": known]
      Terminal.error("ntm: " + store.catalogue.phrase("unknown-region", in: common.lang, values))
      throw ExitCode(64)
    }
    return (set, found)
  }
}
