/// Moves the sheets and all parts that refer to cells of a sheet whose lines move.
struct RelatedParts {
  let rewriter: FormulaRewriter

  func move(_ parts: inout PackageParts) throws(PatchError) {
    let owners = try owners(parts)
    for part in parts.names {
      guard let type = parts.contentType(of: part) else { continue }
      let kind = PartKind(contentType: type)
      switch kind {
      case .sheet, .neutral: continue
      case .immovable: throw .refused(Refusal(.part, part))
      default: try move(part, kind, of: owners[part.lowercased()], &parts)
      }
    }
    for sheet in parts.sheets { try move(sheet, &parts) }
  }

  private func move(_ sheet: Workbook.Sheet, _ parts: inout PackageParts) throws(PatchError) {
    let bytes = try parts.bytes(sheet.part)
    guard let splicer = SheetSplicer.reading(bytes) else {
      throw .refused(Refusal(.unreadable, sheet.part))
    }
    do throws(Refusal) {
      let new = try SheetRelayout(name: sheet.name, rewriter: rewriter).write(splicer)
      if new != bytes { try set(sheet.part, new, &parts) }
    } catch {
      throw .refused(error)
    }
  }

  private func set(
    _ part: String,
    _ bytes: [UInt8],
    _ parts: inout PackageParts
  ) throws(Refusal) {
    do throws(PatchError) { try parts.set(part, bytes) } catch {
      throw Refusal(.unreadable, part)
    }
  }

  private func move(
    _ part: String,
    _ kind: PartKind,
    of owner: Workbook.Sheet?,
    _ parts: inout PackageParts
  ) throws(PatchError) {
    let bytes = try parts.bytes(part)
    guard let markup = Markup(bytes) else {
      // What is not read may be damaged only where something in it would have to move.
      throw .refused(Refusal(.unreadable, part))
    }
    var related = RelatedPart(
      part: part,
      sheet: owner?.name,
      rewriter: rewriter,
      sizes: try sizes(owner, parts),
      markup: markup
    )
    do throws(Refusal) { try related.move(kind) } catch { throw .refused(error) }
    try parts.apply(related.editor, to: part)
  }

  private func sizes(
    _ sheet: Workbook.Sheet?,
    _ parts: borrowing PackageParts
  ) throws(PatchError) -> LineSizes? {
    guard let sheet, let layout = rewriter.layout(of: sheet.name) else { return nil }
    return SheetSplicer.reading(try parts.bytes(sheet.part)).flatMap { LineSizes($0, layout.axis) }
  }

  /// The sheet that each part belongs to, by the part's folded name.
  private func owners(_ parts: borrowing PackageParts) throws(PatchError) -> [String: Workbook
    .Sheet]
  {
    var result: [String: Workbook.Sheet] = [:]
    for sheet in parts.sheets {
      for link in try parts.relationships(of: sheet.part).items {
        result[link.target.lowercased()] = sheet
      }
    }
    return result
  }
}
