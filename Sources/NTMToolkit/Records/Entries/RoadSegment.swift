public import Foundation

/// A route of the inventory of roads; lengths in km, widths in m.
public struct RoadSegment: SurveyEntry {
  /// The fields with their types.
  public struct Fields: Sendable {
    /// Number in the list.
    public let ordinal = SurveyField<Int>("ordinal")
    /// Route.
    public let roadName = SurveyField<String>("road_name")
    /// Class.
    public let roadClass = SurveyField<RoadClass>("road_class")
    /// Village.
    public let village = SurveyField<String>("village")
    /// From.
    public let startPoint = SurveyField<String>("start_point")
    /// To.
    public let endPoint = SurveyField<String>("end_point")
    /// Length, in km.
    public let length = SurveyField<Decimal>("length")
    /// Width of the foundation, in m.
    public let foundationWidth = SurveyField<Decimal>("foundation_width")
    /// Width of the surface, in m.
    public let surfaceWidth = SurveyField<Decimal>("surface_width")
    /// Surface.
    public let surface = SurveyField<RoadSurface>("surface")
    /// Hardened length, in km.
    public let hardenedLength = SurveyField<Decimal>("hardened_length")
    /// Meets the standard.
    public let meetsStandard = SurveyField<Bool>("meets_standard")
    /// Note.
    public let note = SurveyField<String>("note")
  }

  /// The form, or what all its versions have in common.
  public static let form = "road-inventory"
  /// The fields with their types.
  public static let fields = Fields()
  /// The record that it is read from.
  public let record: SurveyRecord

  /// Reads a record as this type.
  public init(_ record: SurveyRecord) { self.record = record }
}
