import ArgumentParser
import Output

struct NTM: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ntm",
    abstract: "Reads, checks and fills the forms of the New Rural Development programme.",
    subcommands: [
      Inspect.self, Cells.self, Import.self, Validate.self, Evaluate.self, Rollup.self,
      Arrivals.self,
      Explain.self, EvidenceCommand.self,
      Fill.self, Convert.self, Template.self,
      CriteriaCommand.self, FormsCommand.self, DefinitionsCommand.self, Help.self,
    ]
  )
}

@main
enum Main {
  static func main() {
    StandardStreams.prepare()
    do {
      var command = try NTM.parseAsRoot()
      try command.run()
    } catch {
      // Statuses, help and wrong usage are the parser's; anything else should not have come this far.
      let isUnexpected =
        NTM.exitCode(for: error) == .failure && !(error is ExitCode)
      guard isUnexpected else { NTM.exit(withError: error) }
      Terminal.error("ntm: \(NTM.message(for: error))")
      NTM.exit(withError: ExitCode(70))
    }
  }
}
