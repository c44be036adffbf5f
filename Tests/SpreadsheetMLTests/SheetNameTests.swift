import Testing

@testable import SpreadsheetML

@Suite struct SheetNameTests {
  @Test(arguments: [
    ("Hộ", nil), ("", SheetNameFault.blank), ("  ", .blank), ("a/b", .character),
    ("[a]", .character),
    ("'a", .character), ("a'", .character), ("a'b", nil), ("a\u{1}", .character),
    ("History", .reserved),
    ("hỘ 2", .taken), (String(repeating: "a", count: 31), nil),
    (String(repeating: "a", count: 32), .tooLong),
    (String(repeating: "🏡", count: 16), .tooLong),
  ])
  func `names are refused as Excel refuses them`(name: String, fault: SheetNameFault?) {
    #expect(SheetName.fault(of: name, beside: ["Hộ 2"]) == fault)
  }

  @Test(arguments: [
    ("Hộ", "Hộ"), ("a/b:c", "a_b_c"), ("''", "_"), ("", "_"), ("History", "_History"),
    ("Hộ 2", "Hộ 2 (2)"),
    (String(repeating: "x", count: 40), String(repeating: "x", count: 31)),
    ("🏡🏡🏡🏡🏡🏡🏡🏡🏡🏡🏡🏡🏡🏡🏡🏡", "🏡🏡🏡🏡🏡🏡🏡🏡🏡🏡🏡🏡🏡🏡🏡"),
    ("danh sách thôn Làng Mài 2025 x' y", "danh sách thôn Làng Mài 2025 x"),
  ])
  func `any text has a nearest name`(text: String, name: String) {
    let cleaned = SheetName.cleaned(text, beside: ["Hộ 2"])
    #expect(cleaned == name)
    #expect(SheetName.fault(of: cleaned, beside: ["Hộ 2"]) == nil)
  }
}
