/// A household's water and sanitation.
public struct WaterHousehold: SurveyEntry {
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
    /// Poor household.
    public let poorHousehold = SurveyField<Bool>("poor_household")
    /// Source of water.
    public let waterSource = SurveyField<WaterSource>("water_source")
    /// Hygienic water.
    public let hygienicWater = SurveyField<Bool>("hygienic_water")
    /// Clean water.
    public let cleanWater = SurveyField<Bool>("clean_water")
    /// Kind of toilet.
    public let toiletType = SurveyField<ToiletType>("toilet_type")
    /// Hygienic toilet.
    public let hygienicToilet = SurveyField<Bool>("hygienic_toilet")
    /// Hygienic bathroom.
    public let hygienicBathroom = SurveyField<Bool>("hygienic_bathroom")
    /// Hygienic water tank.
    public let hygienicTank = SurveyField<Bool>("hygienic_tank")
    /// Hygienic livestock sheds.
    public let hygienicLivestock = SurveyField<LivestockSheds>("hygienic_livestock")
    /// Note.
    public let note = SurveyField<String>("note")
  }

  /// The form, or what all its versions have in common.
  public static let form = "water-sanitation"
  /// The fields with their types.
  public static let fields = Fields()
  /// The record that it is read from.
  public let record: SurveyRecord

  /// Reads a record as this type.
  public init(_ record: SurveyRecord) { self.record = record }
}
