import ArgumentParser
import Definitions
import Findings
import Foundation
import NTMToolkit
import Output
import Reporting
import SpreadsheetML

/// The folder of `ntm validate --annotate`: which copy goes where, and writing them.
struct AnnotateFolder {
  private let folder: String
  private let common: CommonOptions
  private let store: DefinitionStore
  /// The place of each copy, by the path of its file.
  private let places: [String: String]

  /// Works out the places, and ends the program where a copy would stand where it must not.
  ///
  /// No copy may be among the files that are read: the next run would count every household twice.
  init(
    _ folder: String,
    for paths: [String],
    _ common: CommonOptions,
    _ store: DefinitionStore
  ) throws {
    self.folder = folder
    self.common = common
    self.store = store
    let own = Self.resolved(folder)
    for path in paths where own == Self.resolved(path) || own.hasPrefix(Self.resolved(path) + "/") {
      try Self.fail("annotate-inside", ["path": folder, "input": path], common, store)
    }
    let files = FileFinder.list(paths).files.map(\.input)
    places = Self.places(files, in: folder)
    let inputs = Set(files.map { Self.resolved($0.path) })
    for file in files {
      guard let place = places[file.path] else { continue }
      if inputs.contains(Self.resolved(place)) {
        try Self.fail("annotate-inside", ["path": place, "input": file.path], common, store)
      }
      if !common.force, AtomicFile.exists(place) {
        try Self.fail("output-exists", ["path": place], common, store)
      }
    }
  }

  private static func fail(
    _ key: String,
    _ values: [String: String],
    _ common: CommonOptions,
    _ store: DefinitionStore
  ) throws -> Never {
    Terminal.error("ntm: " + store.catalogue.phrase(key, in: common.lang, values))
    throw ExitCode(64)
  }

  /// A path without links and dots, as far as it exists.
  private static func resolved(_ path: String) -> String {
    URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }

  /// Files of the same name get the name of their folder before it, and a number where that does not
  /// tell them apart; upper and lower case are the same on many systems.
  private static func places(_ files: [InputFile], in folder: String) -> [String: String] {
    var uses: [String: Int] = [:]
    for file in files { uses[AnnotatedCopy.name(of: file).lowercased(), default: 0] += 1 }
    var taken: Set<String> = []
    var result: [String: String] = [:]
    for file in files {
      var name = AnnotatedCopy.name(of: file)
      if uses[name.lowercased(), default: 0] > 1 {
        let parts = resolved(file.path).split(separator: "/")
        let above = parts.dropLast(file.name.split(separator: "/").count).last
        name = (above.map { $0 + "/" } ?? "") + name
      }
      let first = name
      var number = 2
      while !taken.insert(name.lowercased()).inserted {
        name = "\(number)/" + first
        number += 1
      }
      result[file.path] = folder + (folder.hasSuffix("/") ? "" : "/") + name
    }
    return result
  }

  /// Writes the copy of each file with what the report shows and nobody has explained; `false` where one could
  /// not be made.
  func write(_ report: ValidationReport) throws -> Bool {
    var isWhole = true
    let copy = AnnotatedCopy(
      catalogue: store.catalogue,
      language: common.lang,
      limits: common.limits
    )
    try report.forEachImport { file in
      guard let place = places[file.file.path] else { return }
      guard file.isReadable else {
        return say("annotate-unreadable", ["file": file.file.name])
      }
      let destination = Destination(place, common, store)
      try makeFolder(of: place, destination)
      do {
        if try destination.makeIfWanted({ try copy.write(file, to: $0) }) {
          if !common.quiet { say("annotate-written", ["path": place]) }
        }
      } catch PatchError.refused(let refusal) {
        isWhole = false
        say("annotate-refused", ["file": file.file.name, "part": refusal.detail])
      } catch PatchError.unreadable {
        isWhole = false
        say("annotate-refused", ["file": file.file.name, "part": "zip"])
      }
    }
    return isWhole
  }

  private func say(_ key: String, _ values: [String: String]) {
    Terminal.error(store.catalogue.phrase(key, in: common.lang, values))
  }

  private func makeFolder(of place: String, _ destination: Destination) throws {
    let above = (place as NSString).deletingLastPathComponent
    do {
      try FileManager.default.createDirectory(atPath: above, withIntermediateDirectories: true)
    } catch { try destination.check(force: true) }
  }
}
