/// The stable kebab-case name of a kind of finding, with its severity.
///
/// Sentences, hints and examples for each code stand in the message catalogue; a test holds both
/// lists together.
public struct FindingCode: Hashable, Sendable {
  /// The name that scripts rely on.
  public let name: String
  /// How bad a finding of this kind is unless a definition raises it.
  public let severity: Severity

  /// Creates a code; definitions use this for rules of their own.
  public init(_ name: String, _ severity: Severity) {
    self.name = name
    self.severity = severity
  }
}

extension FindingCode {
  /// The codes that rules of definitions may give; each keeps its severity or has it raised.
  package static let ofRules: [Self] = [
    partExceedsWhole, sumMismatch, outOfRange, outlier, totalMismatch, duplicateRecord,
    possibleDuplicate, negativeValue, conflictingMarks, conflictingFacts, unitMismatch,
    wishedValueMissing, patternMismatch, duplicateValue, numberingBroken, countMismatch,
    duplicateIdentifier, exclusiveValues, incompletePair, contradictoryAnswers, negativeNet,
    unlikelyJump,
  ]

  /// The known code of a name that rules may give.
  package static func known(_ name: String) -> Self? { ofRules.first { $0.name == name } }
}

/// Errors: the file, the form or a value cannot stand as it is.
extension FindingCode {
  package static let unreadableFile = Self("unreadable-file", .error)
  package static let fileChanged = Self("file-changed", .error)
  package static let batchInterrupted = Self("batch-interrupted", .error)
  package static let legacyBinaryFormat = Self("legacy-binary-format", .error)
  package static let unsupportedContainer = Self("unsupported-container", .error)
  package static let encryptedFile = Self("encrypted-file", .error)
  package static let limitExceeded = Self("limit-exceeded", .error)
  package static let unknownForm = Self("unknown-form", .error)
  package static let ambiguousForm = Self("ambiguous-form", .error)
  package static let noRecords = Self("no-records", .error)
  package static let missingColumn = Self("missing-column", .error)
  package static let duplicateColumn = Self("duplicate-column", .error)
  package static let missingValue = Self("missing-value", .error)
  package static let notANumber = Self("not-a-number", .error)
  package static let notAnInteger = Self("not-an-integer", .error)
  package static let ambiguousNumber = Self("ambiguous-number", .error)
  package static let notText = Self("not-text", .error)
  package static let notADate = Self("not-a-date", .error)
  package static let ambiguousDate = Self("ambiguous-date", .error)
  package static let ambiguousYear = Self("ambiguous-year", .error)
  package static let severalValues = Self("several-values", .error)
  package static let negativeValue = Self("negative-value", .error)
  package static let outOfRange = Self("out-of-range", .error)
  package static let unknownChoice = Self("unknown-choice", .error)
  package static let conflictingMarks = Self("conflicting-marks", .error)
  package static let mergedValue = Self("merged-value", .error)
  package static let errorValue = Self("error-value", .error)
  package static let missingCachedValue = Self("missing-cached-value", .error)
  package static let continuedSheet = Self("continued-sheet", .error)
  package static let unitDoubtful = Self("unit-doubtful", .error)
  package static let partExceedsWhole = Self("part-exceeds-whole", .error)
  package static let sumMismatch = Self("sum-mismatch", .error)
  package static let totalMismatch = Self("total-mismatch", .error)
  package static let duplicateRecord = Self("duplicate-record", .error)
  package static let declaredVerdictDiffers = Self("declared-verdict-differs", .error)
  package static let unknownIndicator = Self("unknown-indicator", .error)
  package static let duplicateSubmission = Self("duplicate-submission", .error)
  package static let changedByHand = Self("changed-by-hand", .error)
  package static let targetBelowThreshold = Self("target-below-threshold", .error)
  package static let unitMismatch = Self("unit-mismatch", .error)
  package static let conflictingFacts = Self("conflicting-facts", .error)
  package static let ambiguousGroup = Self("ambiguous-group", .error)
  package static let duplicateValue = Self("duplicate-value", .error)
  package static let duplicateIdentifier = Self("duplicate-identifier", .error)
  package static let countMismatch = Self("count-mismatch", .error)
  package static let undecidedRule = Self("undecided-rule", .error)
  package static let exclusiveValues = Self("exclusive-values", .error)
  package static let incompletePair = Self("incomplete-pair", .error)
  package static let notApplicableRefused = Self("not-applicable-refused", .error)
  package static let duplicateIndicator = Self("duplicate-indicator", .error)
  package static let codeAndNameDiffer = Self("code-name-mismatch", .error)
  package static let missingRow = Self("missing-row", .error)
  package static let unclosedQuote = Self("unclosed-quote", .error)
  package static let swallowedRows = Self("swallowed-rows", .error)
  package static let tooManyFields = Self("too-many-fields", .error)
  package static let nulByte = Self("nul-byte", .error)
  package static let definitionError = Self("definition-error", .error)
  package static let templateError = Self("template-error", .error)
}

/// Warnings: the figures stand, but somebody should look.
extension FindingCode {
  package static let unitAssumed = Self("unit-assumed", .warning)
  package static let unitConflict = Self("unit-conflict", .warning)
  package static let hiddenDataSkipped = Self("hidden-data-skipped", .warning)
  package static let struckOut = Self("struck-out", .warning)
  package static let unknownColumn = Self("unknown-column", .warning)
  package static let weakColumnMatch = Self("weak-column-match", .warning)
  package static let villageConflict = Self("village-conflict", .warning)
  package static let unnumberedRow = Self("unnumbered-row", .warning)
  package static let unknownUnit = Self("unknown-unit", .warning)
  package static let ambiguousUnit = Self("ambiguous-unit", .warning)
  package static let unitOutOfTime = Self("unit-out-of-time", .warning)
  package static let foreignUnit = Self("foreign-unit", .warning)
  package static let yearNotCovered = Self("year-not-covered", .warning)
  package static let thresholdDiffers = Self("threshold-differs", .warning)
  package static let setIncomplete = Self("set-incomplete", .warning)
  package static let indicatorsNotLoaded = Self("indicators-not-loaded", .warning)
  package static let missingIndicator = Self("missing-indicator", .warning)
  package static let unverifiedThreshold = Self("unverified-threshold", .warning)
  package static let wishedValueMissing = Self("missing-value", .warning)
  package static let targetBelowPresent = Self("target-below-present", .warning)
  package static let missingPlanRow = Self("missing-plan-row", .warning)
  package static let missingSubmission = Self("missing-submission", .warning)
  package static let surveyOfOtherYear = Self("survey-of-other-year", .warning)
  package static let villagesUnlisted = Self("villages-unlisted", .note)
  package static let openFigure = Self("open-figure", .warning)
  package static let missingEvidence = Self("missing-evidence", .warning)
  package static let emptyEvidence = Self("empty-evidence", .warning)
  package static let unclearEvidence = Self("unclear-evidence", .warning)
  package static let unmatchedEvidence = Self("unmatched-evidence", .note)
  package static let contradictorySources = Self("contradictory-sources", .error)
  package static let unlikelyJump = Self("unlikely-jump", .warning)
  package static let expiredWaiver = Self("expired-waiver", .warning)
  package static let outlier = Self("outlier", .warning)
  package static let unknownRow = Self("unknown-row", .warning)
  package static let wishedRowMissing = Self("missing-row", .warning)
  package static let memberDiffers = Self("member-differs", .warning)
  package static let doubtfulHead = Self("doubtful-head", .warning)
  package static let incompleteTotal = Self("incomplete-total", .warning)
  package static let outdatedForm = Self("outdated-form", .warning)
  package static let patternMismatch = Self("pattern-mismatch", .warning)
  package static let numberingBroken = Self("numbering-broken", .warning)
  package static let contradictoryAnswers = Self("contradictory-answers", .warning)
  package static let negativeNet = Self("negative-net", .warning)
  package static let lostLeadingZero = Self("lost-leading-zero", .warning)
  package static let keptAsText = Self("kept-as-text", .warning)
  package static let oddWorkbook = Self("odd-workbook", .warning)
  package static let lostReference = Self("lost-reference", .warning)
  package static let signatureDropped = Self("signature-dropped", .warning)
  package static let protectedSheet = Self("protected-sheet", .warning)
  package static let tooFewFields = Self("too-few-fields", .warning)
  package static let misplacedQuote = Self("misplaced-quote", .warning)
  package static let ambiguousDelimiter = Self("ambiguous-delimiter", .warning)
}

/// Notes: decisions that were taken while reading.
extension FindingCode {
  package static let unitSucceeded = Self("unit-succeeded", .note)
  package static let groupTaken = Self("group-taken", .note)
  package static let decodedLegacyText = Self("decoded-legacy-text", .note)
  package static let legendRead = Self("legend-read", .note)
  package static let unusedWaiver = Self("unused-waiver", .note)
  package static let filledDown = Self("filled-down", .note)
  package static let valueInferred = Self("value-inferred", .note)
  package static let unitRead = Self("unit-read", .note)
  package static let yearColumnRead = Self("year-column-read", .note)
  package static let resultColumnRead = Self("result-column-read", .note)
  package static let decimalMarkDecided = Self("decimal-mark-decided", .note)
  package static let tablesSideBySide = Self("tables-side-by-side", .note)
  package static let centuryDecided = Self("century-decided", .note)
  package static let dateOrderDecided = Self("date-order-decided", .note)
  package static let guardRemoved = Self("guard-removed", .note)
  package static let identifierKept = Self("identifier-kept-as-text", .note)
  package static let blankReadAs = Self("blank-read-as", .note)
  package static let dashReadAsEmpty = Self("dash-read-as-empty", .note)
  package static let possibleDuplicate = Self("possible-duplicate", .note)
  package static let rowsSkipped = Self("rows-skipped", .note)
  package static let sheetSkipped = Self("sheet-skipped", .note)
  package static let tableSkipped = Self("table-skipped", .warning)
}

extension FindingCode {
  /// All codes; a test holds the list to the ones above.
  package static let all: [FindingCode] = [
    .unreadableFile, .fileChanged, .batchInterrupted, .legacyBinaryFormat, .unsupportedContainer,
    .encryptedFile, .limitExceeded, .unknownForm, .ambiguousForm, .noRecords, .missingColumn,
    .duplicateColumn,
    .missingValue, .notANumber, .notAnInteger, .ambiguousNumber, .notText, .notADate,
    .ambiguousDate, .ambiguousYear, .severalValues, .negativeValue, .outOfRange, .unknownChoice,
    .conflictingMarks,
    .mergedValue,
    .errorValue, .missingCachedValue, .continuedSheet, .unitDoubtful, .partExceedsWhole,
    .sumMismatch, .totalMismatch, .duplicateRecord, .declaredVerdictDiffers, .unknownIndicator,
    .duplicateSubmission, .changedByHand, .targetBelowThreshold, .unitMismatch, .conflictingFacts,
    .ambiguousGroup, .duplicateValue, .duplicateIdentifier, .countMismatch, .undecidedRule,
    .exclusiveValues,
    .incompletePair, .notApplicableRefused, .duplicateIndicator, .codeAndNameDiffer, .missingRow,
    .unclosedQuote, .swallowedRows, .tooManyFields, .nulByte, .definitionError, .templateError,
    .unitAssumed, .unitConflict, .hiddenDataSkipped, .struckOut, .unknownColumn, .weakColumnMatch,
    .villageConflict, .unnumberedRow, .unknownUnit, .ambiguousUnit, .unitOutOfTime, .foreignUnit,
    .yearNotCovered, .thresholdDiffers, .setIncomplete, .indicatorsNotLoaded, .missingIndicator,
    .unverifiedThreshold, .wishedValueMissing, .targetBelowPresent, .missingPlanRow,
    .missingSubmission, .villagesUnlisted, .surveyOfOtherYear, .openFigure, .missingEvidence,
    .emptyEvidence,
    .unclearEvidence,
    .unmatchedEvidence, .contradictorySources, .unlikelyJump,
    .expiredWaiver, .outlier, .unknownRow, .wishedRowMissing, .memberDiffers, .doubtfulHead,
    .incompleteTotal, .outdatedForm, .patternMismatch, .numberingBroken, .contradictoryAnswers,
    .negativeNet, .lostLeadingZero, .keptAsText, .oddWorkbook, .lostReference, .signatureDropped,
    .protectedSheet,
    .tooFewFields, .misplacedQuote, .ambiguousDelimiter, .unitSucceeded, .groupTaken,
    .decodedLegacyText, .legendRead, .unusedWaiver, .filledDown, .valueInferred, .unitRead,
    .yearColumnRead, .resultColumnRead,
    .decimalMarkDecided, .tablesSideBySide, .centuryDecided, .dateOrderDecided, .guardRemoved,
    .identifierKept,
    .blankReadAs, .dashReadAsEmpty, .possibleDuplicate, .rowsSkipped, .sheetSkipped, .tableSkipped,
  ]
}
