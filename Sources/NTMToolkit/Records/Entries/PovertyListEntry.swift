/// A household of the list of poor or near-poor households, with its members; also one of those members.
public struct PovertyListEntry: SurveyEntry {
  /// The fields with their types.
  public struct Fields: Sendable {
    /// Household number.
    public let ordinal = SurveyField<Int>("ordinal")
    /// Member number.
    public let memberNumber = SurveyField<Int>("member_number")
    /// Name.
    public let fullName = SurveyField<String>("full_name")
    /// Village.
    public let village = SurveyField<String>("village")
    /// Sex.
    public let sex = SurveyField<MemberSex>("sex")
    /// Birth year.
    public let birthYear = SurveyField<Int>("birth_year")
    /// Ethnicity.
    public let ethnicity = SurveyField<String>("ethnicity")
    /// Relation to the head.
    public let relation = SurveyField<String>("relation")
    /// How it came to be listed.
    public let entry = SurveyField<PovertyEntry>("entry")
    /// Policy household (CSCC).
    public let policyHousehold = SurveyField<Bool>("policy_household")
    /// Ethnic minority household (DTTC).
    public let ethnicMinority = SurveyField<Bool>("ethnic_minority")
    /// Household without labour capacity.
    public let noLabour = SurveyField<Bool>("no_labour")
    /// Support: health.
    public let needsHealth = SurveyField<Bool>("needs_health")
    /// Support: education.
    public let needsEducation = SurveyField<Bool>("needs_education")
    /// Support: production.
    public let needsProduction = SurveyField<Bool>("needs_production")
    /// Support: credit.
    public let needsCredit = SurveyField<Bool>("needs_credit")
    /// Support: housing.
    public let needsHousing = SurveyField<Bool>("needs_housing")
    /// Support: other.
    public let needsOther = SurveyField<Bool>("needs_other")
    /// Points B1.
    public let b1Points = SurveyField<Int>("b1_points")
    /// Points B2.
    public let b2Points = SurveyField<Int>("b2_points")
    /// Classification.
    public let povertyStatus = SurveyField<PovertyStatus>("poverty_status")
    /// Note.
    public let note = SurveyField<String>("note")
  }

  /// The form, or what all its versions have in common.
  public static let form = "poverty-list"
  /// The fields with their types.
  public static let fields = Fields()
  /// The record that it is read from.
  public let record: SurveyRecord

  /// Reads a record as this type.
  public init(_ record: SurveyRecord) { self.record = record }
}
