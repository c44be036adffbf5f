package import Findings

/// Which form a sheet is, decided from how well each fits.
package enum FormDecision: Sendable {
  /// It is this one; the index is into the fits.
  case form(Int)
  /// Several fit equally well.
  case ambiguous([Int])
  case none

  /// Two forms whose fits differ by no more than this are a question.
  private static let nearTie = 0.05
  /// Versions of one form are told apart by their years even where the columns speak more for another.
  private static let versionTie = 0.25

  /// Decides between fits; `isNamed` says that somebody named the form, so that fewer columns do.
  package init(_ fits: [FormFit], forms: [CompiledForm], isNamed: Bool) {
    if let declared = fits.firstIndex(where: { $0.isDeclared && $0.isReadable }) {
      self = .form(declared)
      return
    }
    var tables = fits.indices.filter { fits[$0].isTable || (isNamed && fits[$0].isReadable) }
    // Where no form is whole, the one that the title names is read, and what it lacks is said.
    if tables.isEmpty {
      tables = fits.indices.filter {
        fits[$0].isReadable && fits[$0].title != nil && forms[$0].definition.shape == .list
      }
    }
    tables.sort { (fits[$0].score, fits[$1].form) > (fits[$1].score, fits[$0].form) }
    guard let highest = tables.first else {
      self = .none
      return
    }
    // A form whose telling columns are all there goes before one that has none and fits many sheets.
    func isTold(_ index: Int) -> Bool {
      !forms[index].definition.needs.isEmpty && fits[index].missing.isEmpty
    }
    let first =
      tables.first { isTold($0) && fits[$0].score > fits[highest].score - Self.nearTie } ?? highest
    let best = fits[highest].score
    // The title names another form that fits far better and only lacks a column: read as that one, the column
    // is missed; read as this one, nobody would be told.
    let named = fits.indices.filter {
      !tables.contains($0) && fits[$0].isReadable && fits[$0].title != nil
        && fits[$0].score >= best + Self.versionTie
    }
    if named.count == 1, fits[first].title == nil {
      self = .form(named[0])
      return
    }
    let family = forms[first].definition.family
    let versions = tables.filter {
      forms[$0].definition.family == family && fits[$0].score >= best - Self.versionTie
    }
    let settled = Self.settle(versions, fits, forms)
    // Versions of one form that neither year nor decision tells apart are a question, however they fit.
    let rivals = tables.filter {
      forms[$0].definition.family == family
        ? $0 != first && settled == nil && versions.contains($0)
        : $0 != first && fits[$0].score > best - Self.nearTie && isTold($0) == isTold(first)
    }
    self = rivals.isEmpty ? .form(settled ?? first) : .ambiguous([first] + rivals)
  }

  /// The version that the sheet's decision or year speaks for; `nil` where neither does.
  private static func settle(
    _ versions: [Int],
    _ fits: [FormFit],
    _ forms: [CompiledForm]
  ) -> Int? {
    let byBasis = versions.filter { fits[$0].basis != nil }
    if byBasis.count == 1 { return byBasis[0] }
    let byYear = versions.filter { index in
      guard let year = fits[index].year, let years = forms[index].definition.years else {
        return false
      }
      return years.contains(year)
    }
    return byYear.count == 1 ? byYear[0] : nil
  }
}

extension FormFit {
  /// What would settle a tie with another form: columns that only one of them knows, and its title.
  package static func difference(_ forms: [FormDefinition]) -> LocalizedText {
    let parts = forms.map { form -> LocalizedText in
      let others = Set(
        forms.filter { $0.id != form.id }.flatMap { $0.fields.flatMap(\.headers) }
          .map { Vocabulary.key($0) }
      )
      let own = form.fields.filter { field in
        field.role == .value && !field.headers.isEmpty
          && field.headers.allSatisfy { !others.contains(Vocabulary.key($0)) }
      }
      let years = form.years.map { "\($0.lowerBound)–\($0.upperBound)" }
      let columns = own.prefix(3).map(\.label)
      return LocalizedText(
        vi: hint(form.id, years.map { "năm " + $0 }, columns.map(\.vi)),
        en: hint(form.id, years.map { "years " + $0 }, columns.map(\.en))
      )
    }
    return LocalizedText(
      vi: parts.map(\.vi).joined(separator: "; "),
      en: parts.map(\.en).joined(separator: "; ")
    )
  }

  private static func hint(_ id: String, _ years: String?, _ columns: [String]) -> String {
    let marks = [years].compactMap { $0 } + columns.map { "“\($0)”" }
    return marks.isEmpty ? id : "\(id): " + marks.joined(separator: ", ")
  }
}
