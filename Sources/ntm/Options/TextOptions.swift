import ArgumentParser
import CSV
import Definitions
import Forms
import VietnameseText

/// What somebody states about CSV files, on every command that reads them.
struct TextOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The encoding of CSV files, found where not stated: utf-8, tcvn3, vni, windows-1258, viscii, vps, ….",
      valueName: "name"
    )
  )
  var encoding: String?
  @Option(
    help: ArgumentHelp(
      "The sign between fields of CSV files, found where not stated; tab for a tab.",
      valueName: "sign"
    )
  )
  var delimiter: String?
  @Option(
    help: ArgumentHelp(
      "The quote around fields of CSV files, found where not stated; none for none.",
      valueName: "sign"
    )
  )
  var quote: String?

  func validate() throws {
    if let delimiter, delimiter.isEmpty || delimiter.utf8.count > 4 {
      throw ValidationError("--delimiter ‘\(delimiter)’; use one sign, such as ; or tab")
    }
    if let quote, quote != "none", quote.utf8.count != 1 {
      throw ValidationError("--quote ‘\(quote)’; use one sign, such as ' or none")
    }
  }

  /// The options for reading; an encoding that there is none of is an error that names them all.
  ///
  /// `encodings` are asked for where a file or an option needs them.
  func reading(
    _ encodings: @escaping @Sendable () -> [LegacyEncoding]
  ) throws -> DelimitedInput.Options {
    var options = DelimitedInput.Options(legacy: encodings)
    if let encoding {
      guard let known = TextEncoding(name: encoding, legacy: encodings()) else {
        let names = TextEncoding.names(legacy: encodings()).joined(separator: ", ")
        throw ValidationError("there is no encoding ‘\(encoding)’; use one of: \(names)")
      }
      options.encoding = known
    }
    options.delimiter = delimiter.map { $0.lowercased() == "tab" ? [0x09] : Array($0.utf8) }
    if let quote {
      options.quote = quote == "none" ? CSVQuote.none : quote.utf8.first.map(CSVQuote.sign)
    }
    return options
  }

  func reading(_ store: DefinitionStore) throws -> DelimitedInput.Options {
    let encodings = store.vocabulary.encodings
    return try reading { encodings }
  }
}
