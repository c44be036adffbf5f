import Testing
import VietnameseText

/// Comparisons of keys by their bytes give what comparisons of texts give.
@Suite struct KeyTextTests {
  private static let keys = [
    "", "thôn", "Thôn Làng Mài", "thông tin", "Tổng cộng", "tổng", "Hộ nghèo (hộ)", "hộ",
    "hộ nghèo", "nghèo",
    "ngày 3 tháng 5 năm 2025", "năm", "5", "năm 2025", "đ", "đơn vị tính: triệu đồng", "a", "a b",
    "b a b",
  ].map { CanonicalText.key($0) }

  @Test func `a key begins with another one's words as its text does`() {
    for key in Self.keys {
      for other in Self.keys {
        let isSo = key == other || key.hasPrefix(other + " ")
        #expect(key.beginsWithWords(other) == isSo, "\(key) / \(other)")
      }
    }
  }

  @Test func `a key holds another one's words as its text does`() {
    for key in Self.keys where !key.isEmpty {
      for other in Self.keys where !other.isEmpty {
        #expect(key.holds(other) == key.contains(other), "\(key) / \(other)")
        let isSo = (" " + key + " ").contains(" " + other + " ")
        #expect(key.holdsWords(other) == isSo, "\(key) / \(other)")
      }
    }
  }

  @Test func `equal keys are one key, and only these`() {
    for key in Self.keys {
      for other in Self.keys {
        #expect((KeyText(key) == KeyText(other)) == (key == other))
        if key == other { #expect(KeyText(key).hashValue == KeyText(other).hashValue) }
      }
    }
  }

  @Test func `tones stand at the end of their words, whatever the letters`() {
    #expect(CanonicalText.key("HOÁ, hóa") == CanonicalText.key("hóa hoá"))
    #expect(CanonicalText.key("Ho\u{301}a") == CanonicalText.key("hóa"))
    #expect(CanonicalText.key("Ấp 3 – Đồng Tâm") != CanonicalText.key("Ap 3 Đồng Tâm"))
    // Letters of one to four bytes, some longer in lower case.
    #expect(CanonicalText.key("aĐệ€𐐀Ⱥ\u{200B}b") == CanonicalText.key("AđỆ€𐐨ⱥB"))
    let long = String(repeating: "Thuỷ Tiên ", count: 2_000)
    #expect(
      CanonicalText.key(long) == CanonicalText.key(String(repeating: "thủy, tiên;", count: 2_000))
    )
  }
}
