/// A village's row in the commune's summary.
public struct VillageSummaryRow: SurveyEntry {
  /// The fields with their types.
  public struct Fields: Sendable {
    /// Number in the list.
    public let ordinal = SurveyField<Int>("ordinal")
    /// Village.
    public let village = SurveyField<String>("village")
    /// Households.
    public let households = SurveyField<Int>("households")
    /// Population.
    public let population = SurveyField<Int>("population")
    /// Poor households.
    public let poorHouseholds = SurveyField<Int>("poor_households")
    /// Near-poor households.
    public let nearPoorHouseholds = SurveyField<Int>("near_poor_households")
    /// People of merit.
    public let meritPeople = SurveyField<Int>("merit_people")
    /// Recipients of social assistance.
    public let socialAssistance = SurveyField<Int>("social_assistance")
    /// Children under 16.
    public let children = SurveyField<Int>("children")
    /// Children in special circumstances.
    public let childrenInNeed = SurveyField<Int>("children_in_need")
    /// Cultural families.
    public let culturalFamilies = SurveyField<Int>("cultural_families")
    /// People of working age.
    public let workingAge = SurveyField<Int>("working_age")
    /// People with health insurance.
    public let insured = SurveyField<Int>("insured")
    /// Community digital teams.
    public let digitalTeams = SurveyField<Int>("digital_teams")
    /// Online public services.
    public let onlineServices = SurveyField<Int>("online_services")
    /// Cases of domestic violence.
    public let domesticViolence = SurveyField<Int>("domestic_violence")
    /// Submission.
    public let submission = SurveyField<ReportSubmission>("submission")
    /// Note.
    public let note = SurveyField<String>("note")
  }

  /// The form, or what all its versions have in common.
  public static let form = "village-summary"
  /// The fields with their types.
  public static let fields = Fields()
  /// The record that it is read from.
  public let record: SurveyRecord

  /// Reads a record as this type.
  public init(_ record: SurveyRecord) { self.record = record }
}
