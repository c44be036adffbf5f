/// How the number of poor households, or of their persons, changed in a unit.
public struct PovertyChange: SurveyEntry {
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
    /// Out: became near-poor.
    public let becameNearPoor = SurveyField<Int>("became_near_poor")
    /// Out: above the near-poverty line.
    public let roseAbove = SurveyField<Int>("rose_above")
    /// Out: others.
    public let otherOut = SurveyField<Int>("other_out")
    /// In: from near-poor.
    public let fromNearPoor = SurveyField<Int>("from_near_poor")
    /// In: poor again.
    public let poorAgain = SurveyField<Int>("poor_again")
    /// In: new.
    public let newlyPoor = SurveyField<Int>("newly_poor")
    /// In: others.
    public let otherIn = SurveyField<Int>("other_in")
    /// Closing number.
    public let closing = SurveyField<Int>("closing")
    /// Note.
    public let note = SurveyField<String>("note")
  }

  /// The form, or what all its versions have in common.
  public static let form = "poverty-change"
  /// The fields with their types.
  public static let fields = Fields()
  /// The record that it is read from.
  public let record: SurveyRecord

  /// Reads a record as this type.
  public init(_ record: SurveyRecord) { self.record = record }
}
