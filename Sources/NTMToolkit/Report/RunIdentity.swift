package import Definitions
import Foundation

extension Journal {
  /// What an outcome depends on beside the file: the program, the definitions and the options.
  package static func identity(_ store: DefinitionStore, options: String) -> String {
    var digest = SHA256()
    var program = stat()
    if stat("/proc/self/exe", &program) == 0 {
      digest.add(
        Array("\(program.st_size) \(program.st_mtim.tv_sec) \(program.st_mtim.tv_nsec)".utf8)
      )
    }
    for root in store.roots {
      let names = (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? [])
        .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".csv") }
      for name in names.sorted() {
        digest.add(Array("\u{0}\(name)\u{0}".utf8))
        digest.add(FileManager.default.contents(atPath: root + "/" + name) ?? Data())
      }
    }
    return digest.finish() + " " + options
  }
}
