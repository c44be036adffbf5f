public import Foundation

/// A household's house with its three hard parts.
public struct House: SurveyEntry {
  /// The fields with their types.
  public struct Fields: Sendable {
    /// Number in the list.
    public let ordinal = SurveyField<Int>("ordinal")
    /// Household head.
    public let householdHead = SurveyField<String>("household_head")
    /// Village.
    public let village = SurveyField<String>("village")
    /// Household size.
    public let householdSize = SurveyField<Int>("household_size")
    /// Dwelling area, in m².
    public let dwellingArea = SurveyField<Decimal>("dwelling_area")
    /// Hard floor.
    public let floor = SurveyField<Bool>("floor")
    /// Hard frame and walls.
    public let frame = SurveyField<Bool>("frame")
    /// Hard roof.
    public let roof = SurveyField<Bool>("roof")
    /// Year of building.
    public let buildYear = SurveyField<Int>("build_year")
    /// Dwelling class.
    public let dwellingClass = SurveyField<DwellingClass>("dwelling_class")
    /// Meets the standard.
    public let meetsStandard = SurveyField<Bool>("meets_standard")
    /// Note.
    public let note = SurveyField<String>("note")
  }

  /// The form, or what all its versions have in common.
  public static let form = "housing-list"
  /// The fields with their types.
  public static let fields = Fields()
  /// The record that it is read from.
  public let record: SurveyRecord

  /// Reads a record as this type.
  public init(_ record: SurveyRecord) { self.record = record }
}
