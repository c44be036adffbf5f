/// How the number of near-poor households, or of their persons, changed in a unit.
public struct NearPovertyChange: SurveyEntry {
  /// The fields with their types.
  public struct Fields: Sendable {
    /// Number in the list.
    public let ordinal = SurveyField<Int>("ordinal")
    /// Village.
    public let village = SurveyField<String>("village")
    /// Counted.
    public let breakdown = SurveyField<PovertyBreakdown>("breakdown")
    /// Opening number.
    public let opening = SurveyField<Int>("opening")
    /// Out: became poor.
    public let becamePoor = SurveyField<Int>("became_poor")
    /// Out: above the near-poverty line.
    public let roseAbove = SurveyField<Int>("rose_above")
    /// Out: others.
    public let otherOut = SurveyField<Int>("other_out")
    /// In: from poor.
    public let fromPoor = SurveyField<Int>("from_poor")
    /// In: near-poor again.
    public let nearPoorAgain = SurveyField<Int>("near_poor_again")
    /// In: new.
    public let newlyNearPoor = SurveyField<Int>("newly_near_poor")
    /// In: others.
    public let otherIn = SurveyField<Int>("other_in")
    /// Closing number.
    public let closing = SurveyField<Int>("closing")
    /// Note.
    public let note = SurveyField<String>("note")
  }

  /// The form, or what all its versions have in common.
  public static let form = "near-poverty-change"
  /// The fields with their types.
  public static let fields = Fields()
  /// The record that it is read from.
  public let record: SurveyRecord

  /// Reads a record as this type.
  public init(_ record: SurveyRecord) { self.record = record }
}
