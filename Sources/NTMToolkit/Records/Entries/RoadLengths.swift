public import Foundation

/// The roads of a village or commune by class, in km.
public struct RoadLengths: SurveyEntry {
  /// The fields with their types.
  public struct Fields: Sendable {
    /// Number in the list.
    public let ordinal = SurveyField<Int>("ordinal")
    /// Unit.
    public let unitName = SurveyField<String>("unit_name")
    /// Length of class A, in km.
    public let lengthA = SurveyField<Decimal>("length_a")
    /// Length of class B, in km.
    public let lengthB = SurveyField<Decimal>("length_b")
    /// Length of class C, in km.
    public let lengthC = SurveyField<Decimal>("length_c")
    /// Length of class D, in km.
    public let lengthD = SurveyField<Decimal>("length_d")
    /// Total length, in km.
    public let totalLength = SurveyField<Decimal>("total_length")
    /// Cement granted, in tấn.
    public let cement = SurveyField<Decimal>("cement")
    /// Note.
    public let note = SurveyField<String>("note")
  }

  /// The form, or what all its versions have in common.
  public static let form = "road-lengths"
  /// The fields with their types.
  public static let fields = Fields()
  /// The record that it is read from.
  public let record: SurveyRecord

  /// Reads a record as this type.
  public init(_ record: SurveyRecord) { self.record = record }
}
