import ArgumentParser
import Definitions
import Evaluation
import Findings

/// Writes the official form, filled in.
struct FilledForm {
  let store: DefinitionStore
  let language: Language
  let variant: String

  func write(_ assessment: Assessment, to path: String) throws { throw ExitCode(70) }
}
