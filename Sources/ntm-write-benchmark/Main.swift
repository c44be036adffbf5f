import BenchmarkCases

/// Writes one new workbook in a process that holds nothing but the writer.
@main
enum WriteBenchmark {
  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    let rounds = Measurement.option("--rounds", of: &arguments) ?? 1
    guard (2...3).contains(arguments.count), let rows = Int(arguments[0]),
      let columns = Int(arguments.count == 3 ? arguments[2] : "14")
    else {
      return print("ntm-write-benchmark ROWS OUT.xlsx [COLUMNS] [--rounds N]")
    }
    try Measurement.run("write", arguments[1], rounds: rounds) {
      try Households.write(rows: rows, columns: columns, to: arguments[1])
    }
  }
}
