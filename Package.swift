// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "ntm-toolkit",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "ntm", targets: ["ntm"]),
    .executable(name: "ntm-benchmark", targets: ["ntm-benchmark"]),
    .executable(name: "ntm-write-benchmark", targets: ["ntm-write-benchmark"]),
    .library(name: "NTMToolkit", targets: ["NTMToolkit"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(name: "CLibZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "Output"),
    .target(name: "Tabular"),
    .target(name: "VietnameseText", dependencies: ["Tabular"]),
    .systemLibrary(name: "CByteMasks"),
    .target(name: "CSV", dependencies: ["CByteMasks", "Tabular", "VietnameseText"]),
    .target(name: "Findings", dependencies: ["Tabular"]),
    .target(name: "Expressions", dependencies: ["Tabular", "VietnameseText"]),
    .target(
      name: "Forms",
      dependencies: ["Expressions", "Findings", "Tabular", "VietnameseText"]
    ),
    .target(name: "Criteria", dependencies: ["Expressions", "Findings", "Tabular"]),
    .target(
      name: "Evaluation",
      dependencies: ["Criteria", "Expressions", "Findings", "Forms", "Tabular"]
    ),
    .target(
      name: "Definitions",
      dependencies: [
        "CSV", "Criteria", "Evaluation", "Expressions", "Findings", "Forms", "Tabular",
        "VietnameseText",
        .product(name: "Yams", package: "Yams"),
      ]
    ),
    .target(
      name: "SpreadsheetML",
      dependencies: ["Output", "Tabular", "CLibZip", "CLibXML2", "CISAL", "CZlib"]
    ),
    .target(
      name: "Reporting",
      dependencies: [
        "CSV", "Criteria", "Evaluation", "Expressions", "Findings", "Forms", "SpreadsheetML",
        "Tabular",
      ]
    ),
    .target(
      name: "NTMToolkit",
      dependencies: [
        "CSV", "Criteria", "Definitions", "Evaluation", "Expressions", "Findings", "Forms",
        "Reporting", "SpreadsheetML",
        "Tabular", "VietnameseText",
      ]
    ),
    .target(name: "Filling", dependencies: ["Evaluation", "SpreadsheetML", "Tabular"]),
    .executableTarget(
      name: "ntm",
      dependencies: [
        "CSV", "Criteria", "Definitions", "Evaluation", "Expressions", "Filling", "Findings",
        "Forms",
        "NTMToolkit", "Output",
        "Reporting", "SpreadsheetML", "Tabular", "VietnameseText",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
    .target(name: "BenchmarkCases", dependencies: ["SpreadsheetML"]),
    .executableTarget(
      name: "ntm-write-benchmark",
      dependencies: ["BenchmarkCases"]
    ),
    .executableTarget(
      name: "ntm-benchmark",
      dependencies: [
        "BenchmarkCases", "CSV", "Criteria", "Definitions", "Filling", "Findings", "NTMToolkit",
        "Reporting",
        "SpreadsheetML", "Tabular", "VietnameseText",
      ]
    ),
    .testTarget(
      name: "CSVTests",
      dependencies: ["CSV", "Definitions", "Forms", "Tabular", "VietnameseText"]
    ),
    .testTarget(
      name: "CommandLineTests",
      dependencies: ["Output", "SpreadsheetML", "Tabular", "ntm"]
    ),
    .testTarget(
      name: "NTMToolkitTests",
      dependencies: [
        "Definitions", "Findings", "Forms", "NTMToolkit", "SpreadsheetML", "Tabular",
        "VietnameseText",
      ]
    ),
    .testTarget(
      name: "FormsTests",
      dependencies: ["CSV", "Definitions", "Expressions", "Findings", "Forms", "Tabular"]
    ),
    .testTarget(name: "OutputTests", dependencies: ["Output"]),
    .testTarget(name: "ExpressionsTests", dependencies: ["Expressions", "Tabular"]),
    .testTarget(name: "SpreadsheetMLTests", dependencies: ["SpreadsheetML", "Tabular"]),
    .testTarget(name: "TabularTests", dependencies: ["Tabular"]),
    .testTarget(name: "VietnameseTextTests", dependencies: ["VietnameseText", "Tabular"]),
  ],
  swiftLanguageModes: [.v6]
)

// One set of settings for every target, so that no target drifts.
for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
  ]
}
