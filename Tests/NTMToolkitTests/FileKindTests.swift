import Definitions
import Findings
import Foundation
import SpreadsheetML
import Tabular
import Testing

@testable import NTMToolkit

/// What people send for a survey is known by its content, named, and answered with what to do.
@Suite struct FileKindTests {
  private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  private func open(_ name: String, limits: Limits = Limits()) -> Result<OpenedFile, FileProblem> {
    InputFile(path: Self.root + "/fixtures/kinds/\(name).data", name: "\(name).xlsx.data").open(
      limits: limits
    )
  }

  @Test(arguments: [
    ("workbook", FileKind.xlsx), ("workbook-with-macros", .xlsm), ("workbook-template", .xltx),
    ("workbook-template-with-macros", .xltm), ("csv", .csv),
    ("csv-that-begins-with-less-than", .csv),
  ])
  func `tables are read, whatever the ending`(name: String, kind: FileKind) throws {
    let opened = try open(name).get()
    #expect(opened.kind == kind)
    #expect(opened.grids.count == 1)
    #expect(opened.grids[0].cells.count >= 2)
  }

  @Test(arguments: [
    ("excel-97", FileKind.xls, FindingCode.legacyBinaryFormat),
    ("excel-97-with-word-inside", .xls, .legacyBinaryFormat),
    ("compound-cut-off", .xls, .legacyBinaryFormat),
    ("excel-95", .xls5, .legacyBinaryFormat),
    ("excel-4", .xls5, .legacyBinaryFormat),
    ("encrypted-workbook", .encrypted, .encryptedFile),
    ("encrypted-workbook-damaged", .encrypted, .encryptedFile),
    ("binary-workbook", .xlsb, .unsupportedContainer),
    ("open-document-spreadsheet", .ods, .unsupportedContainer),
    ("open-document-single-file", .ods, .unsupportedContainer),
    ("open-document-text", .openDocument, .unsupportedContainer),
    ("html-table", .html, .unsupportedContainer),
    ("html-page-utf16", .html, .unsupportedContainer),
    ("web-archive", .webArchive, .unsupportedContainer),
    ("xml-2003", .xml2003, .unsupportedContainer),
    ("xml", .xml, .unsupportedContainer),
    ("word", .docx, .unsupportedContainer),
    ("slides", .pptx, .unsupportedContainer),
    ("zip-of-pictures", .zip, .unsupportedContainer),
    ("zip-of-nothing", .zip, .unsupportedContainer),
    ("word-97", .doc, .unreadableFile),
    ("slides-97", .ppt, .unreadableFile),
    ("pdf", .pdf, .unreadableFile),
    ("rtf", .rtf, .unreadableFile),
    ("png", .image, .unreadableFile),
    ("jpeg", .image, .unreadableFile),
    ("gzip", .otherArchive, .unreadableFile),
    ("nothing", .empty, .unreadableFile),
  ])
  func `what is no table is named by its kind`(name: String, kind: FileKind, code: FindingCode) {
    guard case .failure(let problem) = open(name) else {
      Issue.record("\(name) was read")
      return
    }
    #expect(problem.kind == kind)
    #expect(problem.finding.code == code)
    #expect(problem.finding.variant == kind.rawValue)
  }

  @Test(arguments: [("workbook-cut-off", "damaged-archive"), ("letter", "not-a-spreadsheet")])
  func `what is damaged or a letter says so`(name: String, variant: String) {
    guard case .failure(let problem) = open(name) else {
      Issue.record("\(name) was read")
      return
    }
    #expect(problem.finding.code == .unreadableFile)
    #expect(problem.finding.variant == variant)
  }

  @Test func `every kind and every limit has its own sentence and what to do`() {
    let catalogue = DefinitionStore(roots: [Self.root + "/templates"]).catalogue
    var sentences: Set<String> = []
    let kinds = FileKind.allCases.filter { !$0.isRead && $0 != .unreadable && $0 != .encrypted }
    // Not exceeded itself: it says from where on `ratio` counts.
    let limits = Limits.Name.allCases.filter { $0 != .ratioAbove }
    let problems =
      kinds.map { FileProblem($0, file: "a") }
      + limits.map { FileProblem($0, Limits(), file: "a") }
    for problem in problems {
      let finding = problem.finding
      let entry = catalogue.entries[finding.code.name]
      #expect(entry?.variants[finding.variant ?? ""] != nil, "\(finding.variant ?? "")")
      for language in Language.allCases {
        let text = catalogue.render(finding, in: language)
        #expect(!text.message.contains("{") && text.hint?.contains("{") == false, "\(text)")
        sentences.insert(text.message)
      }
    }
    #expect(sentences.count == 2 * problems.count)
  }

  @Test(arguments: [
    ("cells=1", "cells", "--limits cells=2"),
    ("file-bytes=100", "file-bytes", "--limits file-bytes=200"),
    ("entries=3", "entries", "--limits entries=6"), ("bytes=300", "bytes", "--limits bytes=600"),
    ("part-bytes=30", "part-bytes", "--limits part-bytes=60"),
    ("text-bytes=2", "text-bytes", "--limits text-bytes=4"),
    ("tag-bytes=9", "tag-bytes", "--limits tag-bytes=18"),
    ("attributes=1", "attributes", "--limits attributes=2"),
    ("depth=2", "depth", "không nới được"),
  ])
  func `a limit that is exceeded is named with how to raise it`(
    list: String,
    name: String,
    hint: String
  ) throws {
    guard case .failure(let problem) = open("workbook", limits: try Limits(list: list)) else {
      Issue.record("\(list) was not noticed")
      return
    }
    #expect(problem.finding.code == .limitExceeded)
    #expect(problem.finding.variant == name)
    let catalogue = DefinitionStore(roots: [Self.root + "/templates"]).catalogue
    #expect(catalogue.render(problem.finding, in: .vi).hint?.contains(hint) == true)
  }

  @Test func `a text file larger than allowed is refused before it is read`() throws {
    guard case .failure(let problem) = open("csv", limits: try Limits(list: "file-bytes=10")) else {
      Issue.record("it was read")
      return
    }
    #expect(problem.finding.variant == "file-bytes")
  }
}
