public import Foundation

/// A household of the household survey.
public struct Household: SurveyEntry {
  /// The fields with their types.
  public struct Fields: Sendable {
    /// Number in the list.
    public let ordinal = SurveyField<Int>("ordinal")
    /// Household head.
    public let householdHead = SurveyField<String>("household_head")
    /// Village.
    public let village = SurveyField<String>("village")
    /// Ethnicity.
    public let ethnicity = SurveyField<String>("ethnicity")
    /// Household size.
    public let householdSize = SurveyField<Int>("household_size")
    /// Male members.
    public let maleMembers = SurveyField<Int>("male_members")
    /// Female members.
    public let femaleMembers = SurveyField<Int>("female_members")
    /// Working-age members.
    public let workingAgeMembers = SurveyField<Int>("working_age_members")
    /// Employed members.
    public let employedMembers = SurveyField<Int>("employed_members")
    /// Trained members.
    public let trainedMembers = SurveyField<Int>("trained_members")
    /// Members with a certificate.
    public let certifiedMembers = SurveyField<Int>("certified_members")
    /// Members with health insurance.
    public let insuredMembers = SurveyField<Int>("insured_members")
    /// Annual household income, in 1.000 đồng.
    public let annualIncome = SurveyField<Decimal>("annual_income")
    /// Poverty status.
    public let povertyStatus = SurveyField<PovertyStatus>("poverty_status")
    /// Dwelling class.
    public let dwellingClass = SurveyField<DwellingClass>("dwelling_class")
    /// Dwelling area, in m².
    public let dwellingArea = SurveyField<Decimal>("dwelling_area")
    /// Safe, regular electricity.
    public let safeElectricity = SurveyField<Bool>("safe_electricity")
    /// Hygienic water.
    public let hygienicWater = SurveyField<Bool>("hygienic_water")
    /// Clean water.
    public let cleanWater = SurveyField<Bool>("clean_water")
    /// Hygienic toilet.
    public let hygienicToilet = SurveyField<Bool>("hygienic_toilet")
    /// Hygienic bathroom.
    public let hygienicBathroom = SurveyField<Bool>("hygienic_bathroom")
    /// Hygienic water tank.
    public let hygienicTank = SurveyField<Bool>("hygienic_tank")
    /// Waste collected.
    public let wasteCollected = SurveyField<Bool>("waste_collected")
    /// Waste sorted at source.
    public let wasteSorted = SurveyField<Bool>("waste_sorted")
    /// Hygienic livestock sheds.
    public let hygienicLivestock = SurveyField<LivestockSheds>("hygienic_livestock")
    /// Cultural family.
    public let culturalFamily = SurveyField<Bool>("cultural_family")
    /// Note.
    public let note = SurveyField<String>("note")
  }

  /// The form, or what all its versions have in common.
  public static let form = "household-survey"
  /// The fields with their types.
  public static let fields = Fields()
  /// The record that it is read from.
  public let record: SurveyRecord

  /// Reads a record as this type.
  public init(_ record: SurveyRecord) { self.record = record }
}
