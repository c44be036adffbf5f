import Definitions
import Testing

@testable import Forms

/// What is taken off a heading, and that nothing that has it is passed over.
@Suite struct HeadingTrimmingTests {
  private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  private static let vocabulary = DefinitionStore(roots: [root + "/templates"]).vocabulary

  @Test(arguments: [
    ("Thu nhập (triệu đồng)", "thu nhập"), ("Thu nhập, triệu đồng", "thu nhập"),
    ("Thu nhập – triệu đồng", "thu nhập"), ("Thu nhập: nghìn đồng", "thu nhập"),
    ("Tỷ lệ, %", "tỷ lệ"), ("Thu nhập năm 2024", "thu nhập"), ("Thu nhập 2024", "thu nhập"),
    ("Lần 1/2024.", "lần 1"), ("Thu nhập [triệu đồng]", "thu nhập"),
    ("Dân số 01/01/2024", "dân số 01 01"), ("TH-BL-000123", "th bl 000123"),
    ("Ghi chú hộ số 12", "ghi chú hộ số 12"), ("Năm sinh - Nam", "năm sinh nam"),
    ("Lớp 12345", "lớp 12345"),
  ])
  func `units, brackets and years are taken off`(heading: String, bare: String) {
    let text = HeaderText(heading, vocabulary: Self.vocabulary)
    #expect(text.bareKey == Vocabulary.key(bare))
  }
}
