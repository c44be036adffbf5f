import Foundation
import Testing

@Suite struct ReadmeTests {
  /// Every line of the README that begins with `ntm ` in a shell block is run.
  @Test func `the commands of the README run`() throws {
    let text = try String(contentsOfFile: Program.root + "/README.md", encoding: .utf8)
    var isShell = false
    var commands: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") { isShell = line == "```sh" }
      if isShell, line.hasPrefix("ntm ") { commands.append(String(line)) }
    }
    #expect(commands.count >= 5)
    let folder = try TemporaryFolder()
    for command in commands {
      let arguments = words(command).dropFirst().map { word in
        word.hasPrefix("result.") ? folder.path + "/" + word : word
      }
      let outcome = try run(Array(arguments))
      #expect([0, 1].contains(outcome.status), "\(command): \(outcome.errors)")
    }
  }

  private func run(_ arguments: [String]) throws -> Program.Outcome {
    try Program.run(list: arguments)
  }

  private func words(_ line: String) -> [String] {
    var result: [String] = []
    var word = ""
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == " ", !isQuoted {
        if !word.isEmpty { result.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? result : result + [word]
  }
}
