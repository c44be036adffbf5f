import Testing

@testable import VietnameseText

@Suite struct CanonicalTextTests {
  @Test(arguments: [
    ("Gia đình văn hoá", "GIA ĐÌNH VĂN HÓA"),
    ("thuỷ lợi", "Thủy  lợi"),
    ("Họ và tên\nchủ hộ:", "họ và tên chủ hộ"),
    ("nƣớc sạch", "nước sạch"),
    ("Thôn/bản", "thôn, bản"),
    ("Ngo\u{302}\u{303}", "ngỗ"),
    ("DÂN\u{A0}TỘC", "dân tộc"),
    ("Tổng cộng", "Tổng cộng"),
  ])
  func `texts that mean the same have one key`(first: String, second: String) {
    #expect(CanonicalText.key(first) == CanonicalText.key(second))
  }

  @Test(arguments: [
    ("Sơn Hạ", "Sơn Hà"), ("Ba Tô", "Ba Tơ"), ("Tống", "Tổng"), ("Văn Lăng", "Văn Lang"),
    ("nam", "năm"), ("đo", "do"),
  ])
  func `texts that differ in one accent keep different keys`(first: String, second: String) {
    #expect(CanonicalText.key(first) != CanonicalText.key(second))
  }

  @Test func `tidy composes and folds blanks, and leaves capitals and tone placement`() {
    #expect(CanonicalText.tidy("  Lê\n Thị \u{A0} Hoà ") == "Lê Thị Hoà")
    #expect(CanonicalText.tidy("Nguye\u{302}\u{303}n").unicodeScalars.count == 6)
    #expect(CanonicalText.tidy("plain text") == "plain text")
    #expect(CanonicalText.tidy("trailing ") == "trailing")
    #expect(CanonicalText.tidy("\u{AD}") == "\u{AD}")
  }

  @Test func `look-alikes are folded only on request, and reported by a result`() {
    #expect(CanonicalText.foldingLookAlikes("Bình Lƣơng") == "Bình Lương")
    #expect(CanonicalText.foldingLookAlikes("Bình Lương") == nil)
  }

  @Test func `every Vietnamese vowel with every tone has a toneless letter and a tone`() {
    #expect(LetterTable.tone.filter { $0 > 0 }.count == 12 * 5 * 2)
  }

  @Test func `the key without accents serves suggestions`() {
    #expect(CanonicalText.accentFreeKey("Họ và tên Đỗ") == "ho va ten do")
  }
}
