public import Foundation

/// A household of the income survey, whichever decision it follows; amounts in thousand đồng.
public struct IncomeHousehold: SurveyEntry {
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
    /// Members counted for income per head.
    public let countedMembers = SurveyField<Int>("counted_members")
    /// Section 1: wages and allowances, in 1.000 đồng.
    public let wages = SurveyField<Decimal>("wages")
    /// Section 2: crops, in 1.000 đồng.
    public let crops = SurveyField<Decimal>("crops")
    /// Section 3: livestock, in 1.000 đồng.
    public let livestock = SurveyField<Decimal>("livestock")
    /// Section 4: forestry, in 1.000 đồng.
    public let forestry = SurveyField<Decimal>("forestry")
    /// Section 5: fishery, in 1.000 đồng.
    public let fishery = SurveyField<Decimal>("fishery")
    /// Section 6: other business, in 1.000 đồng.
    public let business = SurveyField<Decimal>("business")
    /// Section 7: other income, in 1.000 đồng.
    public let otherIncome = SurveyField<Decimal>("other_income")
    /// Total income, in 1.000 đồng.
    public let totalIncome = SurveyField<Decimal>("total_income")
    /// Income per person and year, in 1.000 đồng.
    public let incomePerPerson = SurveyField<Decimal>("income_per_person")
    /// Income per person and month, in 1.000 đồng.
    public let incomePerPersonMonth = SurveyField<Decimal>("income_per_person_month")
    /// Income per person and year (million đồng), in triệu đồng.
    public let incomePerPersonMillion = SurveyField<Decimal>("income_per_person_million")
    /// Verification.
    public let verification = SurveyField<String>("verification")
    /// Note.
    public let note = SurveyField<String>("note")
  }

  /// The form, or what all its versions have in common.
  public static let form = "household-income"
  /// The fields with their types.
  public static let fields = Fields()
  /// The record that it is read from.
  public let record: SurveyRecord

  /// Reads a record as this type.
  public init(_ record: SurveyRecord) { self.record = record }
}
