/// A commune in the province's list of communes.
public struct CommuneListEntry: SurveyEntry {
  /// The fields with their types.
  public struct Fields: Sendable {
    /// Number in the list.
    public let ordinal = SurveyField<Int>("ordinal")
    /// Commune.
    public let commune = SurveyField<String>("commune")
    /// Folder or file.
    public let folder = SurveyField<String>("folder")
    /// Group.
    public let group = SurveyField<CommuneGroup>("group")
    /// Region.
    public let region = SurveyField<String>("region")
    /// Recognition.
    public let status = SurveyField<RecognitionStatus>("status")
    /// Left the list of hardship communes.
    public let leftHardship = SurveyField<Bool>("left_hardship")
    /// Villages that left the list.
    public let hardshipVillages = SurveyField<Int>("hardship_villages")
    /// Villages.
    public let villages = SurveyField<String>("villages")
  }

  /// The form, or what all its versions have in common.
  public static let form = "commune-list"
  /// The fields with their types.
  public static let fields = Fields()
  /// The record that it is read from.
  public let record: SurveyRecord

  /// Reads a record as this type.
  public init(_ record: SurveyRecord) { self.record = record }
}
