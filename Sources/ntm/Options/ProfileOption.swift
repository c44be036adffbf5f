import ArgumentParser
import Definitions
import Findings
import Forms
import Foundation
import Reporting

/// The option that settles what a file's columns are.
struct ProfileOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A mapping profile: which heading is which field; ‘ntm inspect FILE --write-profile’ proposes one.",
      valueName: "file"
    )
  )
  var profile: String?

  /// What the file says, for telling runs with other profiles apart.
  var contentKey: String {
    profile.flatMap { FileManager.default.contents(atPath: $0) }?.base64EncodedString() ?? ""
  }

  /// Reads the profile; a mistake in it ends the program with status 4 and its line and column.
  func load(_ store: DefinitionStore, _ common: CommonOptions) throws -> MappingProfile? {
    guard let profile else { return nil }
    let (result, problems) = MappingProfileFile.read(path: profile, store: store)
    let text = common.text(store)
    for problem in problems { Terminal.error(text.lines(problem).joined(separator: "\n")) }
    guard let result else { throw ExitCode(4) }
    return result
  }
}
