/// Poverty status.
public enum PovertyStatus: String, SurveyChoice {
  /// Not poor.
  case notPoor = "none"
  /// Poor.
  case poor
  /// Near-poor.
  case nearPoor = "near_poor"
}

/// Dwelling class.
public enum DwellingClass: String, SurveyChoice {
  /// Solid.
  case solid
  /// Semi-solid.
  case semiSolid = "semi_solid"
  /// Less solid.
  case lessSolid = "less_solid"
  /// Temporary.
  case temporary
}

/// Hygienic livestock sheds.
public enum LivestockSheds: String, SurveyChoice {
  /// Yes.
  case yes
  /// No.
  case no
  /// No livestock.
  case noLivestock = "none"
}

/// Sex.
public enum MemberSex: String, SurveyChoice {
  /// Male.
  case male
  /// Female.
  case female
}

/// How it came to be listed.
public enum PovertyEntry: String, SurveyChoice {
  /// New.
  case new
  /// Poor again.
  case returned
  /// Poor before.
  case continuing
}

/// Counted.
public enum PovertyBreakdown: String, SurveyChoice {
  /// Households.
  case households
  /// Persons.
  case persons
}

/// Source of water.
public enum WaterSource: String, SurveyChoice {
  /// Piped, central works.
  case piped
  /// Drilled well.
  case drilledWell = "drilled_well"
  /// Dug well.
  case dugWell = "dug_well"
  /// Rain.
  case rain
  /// Spring or stream.
  case spring
  /// Other.
  case other
}

/// Kind of toilet.
public enum ToiletType: String, SurveyChoice {
  /// Septic tank.
  case septic
  /// Pour-flush.
  case pourFlush = "pour_flush"
  /// Double vault.
  case doubleVault = "double_vault"
  /// Other.
  case other
  /// None.
  case noToilet = "none"
}

/// Class.
public enum RoadClass: String, SurveyChoice {
  /// Commune road.
  case commune
  /// Village road.
  case village
  /// Lane.
  case lane
  /// Field road.
  case field
}

/// Surface.
public enum RoadSurface: String, SurveyChoice {
  /// Concrete.
  case concrete
  /// Asphalt.
  case asphalt
  /// Gravel.
  case gravel
  /// Earth.
  case earth
}

/// Submission.
public enum ReportSubmission: String, SurveyChoice {
  /// Submitted.
  case submitted
  /// Missing.
  case missing
}

/// Group.
public enum CommuneGroup: String, SurveyChoice {
  /// Group 1.
  case group1 = "1"
  /// Group 2.
  case group2 = "2"
  /// Group 3.
  case group3 = "3"
}

/// Recognition.
public enum RecognitionStatus: String, SurveyChoice {
  /// Recognised.
  case recognised
  /// Procedure under way.
  case completing
  /// Recognised as modern.
  case modern
  /// No.
  case notRecognised = "none"
}

/// Whether a criterion is met.
public enum CriterionResult: String, SurveyChoice {
  /// Met.
  case met
  /// Not met.
  case notMet = "not_met"
}
