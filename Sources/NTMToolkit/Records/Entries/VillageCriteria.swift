/// How a village stands by the criteria of its province.
public struct VillageCriteria: SurveyEntry {
  /// The fields with their types.
  public struct Fields: Sendable {
    /// Village.
    public let village = SurveyField<String>("village")
    /// Transport.
    public let transport = SurveyField<CriterionResult>("transport")
    /// Irrigation and disaster prevention.
    public let irrigation = SurveyField<CriterionResult>("irrigation")
    /// Electricity.
    public let electricity = SurveyField<CriterionResult>("electricity")
    /// Cultural facilities.
    public let culturalFacilities = SurveyField<CriterionResult>("cultural_facilities")
    /// Housing.
    public let housing = SurveyField<CriterionResult>("housing")
    /// Income.
    public let income = SurveyField<CriterionResult>("income")
    /// Multidimensional poverty.
    public let poverty = SurveyField<CriterionResult>("poverty")
    /// Labour.
    public let labour = SurveyField<CriterionResult>("labour")
    /// Organisation of production.
    public let production = SurveyField<CriterionResult>("production")
    /// Education and training.
    public let education = SurveyField<CriterionResult>("education")
    /// Health.
    public let health = SurveyField<CriterionResult>("health")
    /// Culture.
    public let culture = SurveyField<CriterionResult>("culture")
    /// Environment and food safety.
    public let environment = SurveyField<CriterionResult>("environment")
    /// Political system and access to law.
    public let politicalSystem = SurveyField<CriterionResult>("political_system")
    /// Security and social order.
    public let security = SurveyField<CriterionResult>("security")
  }

  /// The form, or what all its versions have in common.
  public static let form = "village-criteria"
  /// The fields with their types.
  public static let fields = Fields()
  /// The record that it is read from.
  public let record: SurveyRecord

  /// Reads a record as this type.
  public init(_ record: SurveyRecord) { self.record = record }
}
