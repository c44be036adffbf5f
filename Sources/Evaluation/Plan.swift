package import Findings
package import Tabular

/// A plan for keeping and raising what a commune has reached.
package struct Plan: Sendable {
  package var file: String
  package var rows: [PlanRow]

  package init(file: String, rows: [PlanRow]) {
    self.file = file
    self.rows = rows
  }
}

/// One row of a plan: a figure now, the figure aimed at, and how it is to be reached.
package struct PlanRow: Sendable {
  /// What the figure is.
  package enum Subject: Hashable, Sendable {
    case indicator(String)
    /// A figure beside an indicator, such as the number of poor households.
    case detail(indicator: String, id: String)
    /// Something outside the set, by its text as written.
    case other(String)
  }

  /// A figure as written, with its place; what is no figure keeps only its text.
  package struct Figure: Sendable {
    package var value: StatedValue.Value?
    package var year: Int?
    package var text: String
    package var location: SourceLocation

    package init(value: StatedValue.Value?, year: Int?, text: String, location: SourceLocation) {
      self.value = value
      self.year = year
      self.text = text
      self.location = location
    }

    /// The number, where it is one.
    package var number: ExactDecimal? {
      if case .number(let number)? = value { number } else { nil }
    }
  }

  /// What a target means beside the requirement and what is reached.
  package enum Status: String, Sendable, CaseIterable {
    case raises, keeps
    case belowPresent = "below_present"
    case belowThreshold = "below_threshold"
    case notComparable = "not_comparable"
  }

  package var subject: Subject
  package var label: String
  package var unit: String?
  package var current: Figure?
  package var target: Figure?
  /// The planned change, as a signed number.
  package var change: Figure?
  /// Measures, who leads, who supports, by when, with which money; by the meaning of the column.
  package var texts: [String: String] = [:]
  package var location: SourceLocation
  /// What the evaluation gives for the same figure.
  package var computed: ExactDecimal?
  package var status = Status.notComparable

  package init(subject: Subject, label: String, unit: String?, location: SourceLocation) {
    self.subject = subject
    self.label = label
    self.unit = unit
    self.location = location
  }
}
