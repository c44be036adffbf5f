import ArgumentParser

@main
struct NTM: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ntm",
    abstract: "Reads, checks and fills the forms of the New Rural Development programme.",
    subcommands: [
      Inspect.self, Cells.self, Import.self, Validate.self, Evaluate.self, Explain.self,
      Fill.self, Convert.self, Template.self,
      CriteriaCommand.self, FormsCommand.self, DefinitionsCommand.self,
    ]
  )
}
