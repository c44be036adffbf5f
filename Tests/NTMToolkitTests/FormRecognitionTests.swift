import Definitions
import Expressions
import Findings
import Forms
import Foundation
import Testing

@testable import NTMToolkit

/// Which form a sheet is: each fixture among all forms, ties, years, and what is none of them.
@Suite struct FormRecognitionTests {
  private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  private static let store = DefinitionStore(roots: [root + "/templates"])

  private static let fixtures: [(form: String, path: String)] = {
    let folder = root + "/fixtures/forms"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().flatMap { form -> [(String, String)] in
      let files =
        (try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + form)) ?? []
      return files.filter { $0.hasSuffix(".xlsx") || $0.hasSuffix(".csv") }.sorted().map {
        (form, "\(folder)/\(form)/\($0)")
      }
    }
  }()

  private func read(
    _ path: String,
    as form: String? = nil
  ) -> (file: FileImport, records: [ImportedRecord]) {
    var records: [ImportedRecord] = []
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let importer = FileImporter(definitions: Self.store, onlyForm: form)
    let file = importer.read(InputFile(path: path, name: name)) { records.append($0) }
    return (file, records)
  }

  /// A small table as a CSV file.
  private func read(table: String, as form: String? = nil) throws -> (
    file: FileImport, records: [ImportedRecord]
  ) {
    let path = NSTemporaryDirectory() + "bang-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try table.write(toFile: path, atomically: true, encoding: .utf8)
    return read(path, as: form)
  }

  @Test func `no workbook of one form is taken for another`() {
    #expect(Self.fixtures.count == 36)
    for (form, path) in Self.fixtures {
      let sheet = read(path).file.sheets[0]
      #expect(sheet.form?.definition.id == form, "\(path)")
      #expect(sheet.rivals.isEmpty, "\(path)")
      // No other form comes near: its own versions apart.
      let others = sheet.fits.dropFirst().filter { fit in
        let other = Self.store.forms.first { $0.definition.id == fit.form }?.definition
        return other?.family != sheet.form?.definition.family
      }
      #expect(others.allSatisfy { !$0.isTable || $0.score < sheet.fits[0].score - 0.05 }, "\(path)")
    }
  }

  @Test(arguments: ["Giao thông", "1. Giao thông"])
  func `criteria with a row for each village are the villages' own`(first: String) throws {
    let (file, records) = try read(
      table: """
        TỔNG HỢP KẾT QUẢ THỰC HIỆN TIÊU CHÍ THÔN NÔNG THÔN MỚI NĂM 2025,,,,,,,
        TT,Tên thôn,\(first),Điện,Nhà ở dân cư,Thu nhập,Lao động,Số tiêu chí đạt
        1,Thôn Làng Mài,Đạt,Chưa đạt,x,Đ,CĐ,3
        2,Thôn Quang Trung,Chưa đạt,Đạt,Đạt,Đạt,Đạt,4
        ,Số thôn đạt,1,1,2,2,1,
        """
    )
    #expect(file.sheets[0].form?.definition.id == "village-criteria")
    let form = try #require(file.sheets[0].form?.definition)
    func values(_ id: String) -> [String?] {
      records.map { (read: ImportedRecord) -> String? in
        guard let index = form.fieldIndex(id), let value = read.record.values[index] else {
          return nil
        }
        switch value {
        case .text(let text), .choice(let text): return text
        default: return nil
        }
      }
    }
    #expect(values("village") == ["Làng Mài", "Quang Trung"])
    #expect(values("transport") == ["met", "not_met"])
    #expect(values("electricity") == ["not_met", "met"])
    #expect(values("labour") == ["not_met", "met"])
    #expect(!file.findings.contains { $0.code == .unknownChoice })
  }

  @Test func `a form whose telling columns are there goes before the survey that fits as well`()
    throws
  {
    let (file, records) = try read(
      table: """
        TT,Họ tên chủ hộ,Thôn,Số khẩu,Nguồn nước,Nước HVS,Nước sạch,Nhà tiêu,Nhà tiêu HVS,Nhà tắm HVS,Bể nước HVS,Ghi chú
        1,Nguyễn Văn Thành,Tân An,4,Nước máy,X,X,Tự hoại,X,,X,
        2,Nguyễn Thị Hoa,Tân An,2,Nước mưa,X,,Tự hoại,X,X,X,
        """
    )
    #expect(file.sheets[0].form?.definition.id == "water-sanitation")
    #expect(records.count == 2)
  }

  @Test func `of a result and a verdict the verdict is read, also above a row of column numbers`()
    throws
  {
    let (file, records) = try read(
      table: """
        BẢNG ĐÁNH GIÁ KẾT QUẢ THỰC HIỆN TIÊU CHÍ THÔN NÔNG THÔN MỚI NĂM 2025,,,,
        Thôn Phúc Minh,,,,
        STT,Tiêu chí,Kết quả,Đánh giá,Ghi chú
        (1),(2),(3),(4),(5)
        1,Giao thông,Chưa bảo đảm,Chưa đạt,
        2,Thủy lợi và Phòng chống thiên tai,Đạt,Đạt,
        3,Điện,100%,Đạt,
        4,Cơ sở vật chất văn hóa,Có,Đạt,
        6,Thu nhập,"46,2",Đạt,
        """
    )
    let form = try #require(file.sheets[0].form?.definition)
    #expect(form.id == "village-criteria")
    let read = ["transport", "electricity", "income"].map { id in
      form.fieldIndex(id).flatMap { records.first?.record.values[$0]?.shown }
    }
    #expect(read == ["not_met", "met", "met"])
  }

  @Test func `a column of words is told from one of marks only under the same group heading`()
    throws
  {
    func toilets(_ first: String, _ second: String) throws -> Bool {
      let (file, records) = try read(
        table: """
          NƯỚC SẠCH VÀ VỆ SINH HỘ GIA ĐÌNH NĂM 2025,,,,,,
          TT,Họ tên chủ hộ,Thôn,Nguồn nước,Nước HVS,\(first),\(second)
          1,Nguyễn Văn Thành,Tân An,Nước máy,x,Tự hoại,x
          2,Nguyễn Thị Hoa,Tân An,Nước mưa,x,Hai ngăn,x
          3,Lê Văn Khánh,Tân An,Giếng đào,x,Tự hoại,x
          """
      )
      let form = try #require(file.sheets[0].form?.definition)
      let field = try #require(form.fieldIndex("hygienic_toilet"))
      return records.count == 3 && records.allSatisfy { $0.record.values[field] == .mark(true) }
    }
    #expect(try toilets("Nhà tiêu", "Nhà tiêu HVS"))
    #expect(try !toilets("Trước hỗ trợ - Nhà tiêu HVS", "Sau hỗ trợ - Nhà tiêu HVS"))
  }

  @Test func `of two columns of marks that say the same none is read, however few marks one has`()
    throws
  {
    let (file, records) = try read(
      table: """
        DANH MỤC TUYẾN ĐƯỜNG NĂM 2025,,,,,,
        TT,Tên tuyến,Thôn,Chiều dài (m),Kết cấu,Đạt chuẩn,Đạt
        1,Đường trục,Tân An,500,BTXM,x,x
        2,Đường ngõ,Tân An,120,Đất,x,
        3,Đường đồng,Tân An,300,Đất,x,
        """
    )
    let form = try #require(file.sheets[0].form?.definition)
    let field = try #require(form.fieldIndex("meets_standard"))
    #expect(records.count == 3 && records.allSatisfy { $0.record.values[field] == nil })
    #expect(file.findings.contains { $0.code == .duplicateColumn })
  }

  @Test func `a code before a heading is no part of it`() throws {
    let (file, records) = try read(
      table: """
        BẢNG TỔNG HỢP CHỈ TIÊU VĂN HÓA - XÃ HỘI CÁC THÔN NĂM 2025,,,,,,
        STT,Thôn,CT01 Tổng số hộ dân,CT02 Tổng số nhân khẩu,CT03 Số hộ nghèo,CT05 Số người có công,CT10 Số người tham gia BHYT
        1,Phú Thượng,117,426,4,13,404
        2,Hòa Khương,307,1111,3,8,1069
        """
    )
    let form = try #require(file.sheets[0].form?.definition)
    #expect(form.id == "village-summary")
    let households = try #require(form.fieldIndex("households"))
    #expect(records.map { $0.record.values[households]?.shown } == ["117", "307"])
  }

  @Test func `the second row of a village is its own though two totals stand above`() throws {
    let (file, records) = try read(
      table: """
        TỔNG HỢP DIỄN BIẾN HỘ NGHÈO NĂM 2025,,,,,,,,,,,
        STT,Tên thôn,Phân tổ,Tổng số hộ nghèo đầu năm,Trở thành hộ cận nghèo,Vượt chuẩn cận nghèo,Số hộ khác giảm,Số hộ cận nghèo trở thành,Tái nghèo,Phát sinh mới,Số hộ khác tăng,Tổng số hộ nghèo cuối năm
        ,Tổng cộng,Số hộ,32,3,4,1,0,1,1,2,28
        ,Tổng cộng,Số khẩu,110,10,14,3,0,3,4,8,98
        1,Đồng Tâm,Số hộ,21,1,2,1,,1,1,1,20
        ,,Số khẩu,70,4,8,3,,3,4,4,66
        2,Thắng Lợi,Số hộ,11,2,2,,,,,1,8
        ,,Số khẩu,40,6,6,,,,,4,32
        """
    )
    let form = try #require(file.sheets[0].form?.definition)
    let village = try #require(form.fieldIndex("village"))
    #expect(
      records.map { $0.record.values[village]?.shown }
        == ["Đồng Tâm", "Đồng Tâm", "Thắng Lợi", "Thắng Lợi"]
    )
    #expect(!file.findings.contains { $0.code == .missingValue })
  }

  @Test func `a workbook read as another form is refused, or what that form lacks is said`() {
    for (form, path) in Self.fixtures where path.contains("/clean") {
      let family = Self.store.forms.first { $0.definition.id == form }?.definition.family
      for other in Self.store.forms.map(\.definition) where other.family != family {
        let (file, records) = read(path, as: other.id)
        guard !records.isEmpty else {
          #expect(file.findings.contains { $0.code == .unknownForm }, "\(form) as \(other.id)")
          continue
        }
        let said: [FindingCode] = [.unknownColumn, .missingColumn, .unknownRow, .missingRow]
        #expect(file.findings.contains { said.contains($0.code) }, "\(form) as \(other.id)")
      }
    }
  }

  private static let income = """
    TT,Họ tên chủ hộ,Thôn,NKTTTT,Mục 1 (1.000 đồng),Mục 2 (1.000 đồng),Tổng thu nhập (1.000 đồng)
    1,Lê Văn An,Làng Mài,4,60000,20000,80000
    2,Vi Thị Bình,Làng Mài,3,45000,0,45000
    """

  @Test func `two versions without a year are a question that names both and what would decide`()
    throws
  {
    let (file, records) = try read(table: Self.income)
    #expect(records.isEmpty)
    let finding = try #require(file.findings.first { $0.code == .ambiguousForm })
    let text = Self.store.catalogue.render(finding, in: .vi)
    #expect(text.message.contains("household-income-2022"))
    #expect(text.message.contains("household-income-2026"))
    #expect(text.hint?.contains("2022–2025") == true && text.hint?.contains("--form") == true)
    #expect(!file.findings.contains { $0.code == .unknownForm })
  }

  @Test(arguments: [
    ("TỔNG HỢP THU NHẬP NĂM 2024", "household-income-2022"),
    ("TỔNG HỢP THU NHẬP NĂM 2027", "household-income-2026"),
    ("Theo Quyết định số 2545/QĐ-BTC", "household-income-2026"),
    ("Theo Quyết định số 1245/QĐ-BKHĐT", "household-income-2022"),
  ])
  func `the year or the decision above the table settles the version`(title: String, form: String)
    throws
  {
    let (file, records) = try read(table: title + ",,,,,,\n" + Self.income)
    #expect(file.sheets[0].form?.definition.id == form)
    #expect(records.count == 2)
    #expect(!file.findings.contains { $0.code == .outdatedForm })
  }

  @Test func `the user's word settles a tie`() throws {
    let (file, records) = try read(table: Self.income, as: "household-income-2026")
    #expect(records.count == 2 && records[0].form.id == "household-income-2026")
    #expect(!file.findings.contains { $0.severity == .error })
  }

  @Test func `a form that is not meant for the year is said to be outdated, with the one that is`()
    throws
  {
    let table = "Năm 2026; theo Quyết định 1245/QĐ-BKHĐT,,,,,,\n" + Self.income
    let (file, _) = try read(table: table)
    let finding = try #require(file.findings.first { $0.code == .outdatedForm })
    let text = Self.store.catalogue.render(finding, in: .vi)
    #expect(text.message.contains("2026") && text.hint?.contains("household-income-2026") == true)
  }

  @Test func `a sheet that is none of the forms is told the nearest and what speaks against it`()
    throws
  {
    let (file, records) = try read(
      table: """
        TT,Tên tuyến,Điểm đầu,Điểm cuối,Chiều dài (km)
        1,Tuyến 1,A,B,1.5
        2,Tuyến 2,B,C,2.5
        """
    )
    #expect(records.isEmpty)
    let finding = try #require(file.findings.first { $0.code == .unknownForm })
    let text = Self.store.catalogue.render(finding, in: .vi).message
    #expect(text.contains("Danh mục tuyến đường") && text.contains("Kết cấu mặt đường"))
  }
}
