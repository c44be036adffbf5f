/// Something in a sheet that was read though no program should have written it so.
public struct SheetDoubt: Hashable, Sendable {
  /// What it is, such as `cell-twice`; the sentences stand under `odd-workbook` in the messages.
  public let code: String
  /// The cell in A1 notation; `nil` for what concerns the whole file.
  public let address: String?
}
