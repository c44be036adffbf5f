import ArgumentParser
import Definitions
import Findings
import Forms
import Foundation

extension CommonOptions {
  /// The survey form of an id, or the first of those that a name stands for.
  ///
  /// A name that nobody knows ends the program with status 64 and tells which one was probably meant.
  @discardableResult
  func form(_ name: String, _ store: DefinitionStore) throws -> FormDefinition {
    let forms = store.forms.map(\.definition)
    if let form = forms.first(where: { $0.id == name }) ?? forms.first(where: { $0.isCalled(name) })
    {
      return form
    }
    let known = forms.map(\.id)
    let nearest = Spelling.nearest(to: name, among: known)
    let text = store.catalogue.phrase(
      nearest == nil ? "unknown-form-id" : "unknown-form-nearest",
      in: lang,
      ["id": name, "nearest": nearest ?? "", "known": known.joined(separator: ", ")]
    )
    Terminal.error("ntm: " + text)
    throw ExitCode(64)
  }
}
