// swift-tools-version: 6.2
import PackageDescription

// The libraries that meet foreign bytes, built with coverage for libFuzzer and with the address sanitizer.
// A package of its own: unsafe flags would bar the real one from being a dependency. `make fuzz` runs it.
let coverage: [SwiftSetting] = [.unsafeFlags(["-sanitize=fuzzer", "-enable-testing"])]

let package = Package(
  name: "ntm-fuzzing",
  targets: [
    .systemLibrary(name: "CLibZip", pkgConfig: "libzip"),
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0"),
    .systemLibrary(name: "CISAL", pkgConfig: "libisal"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .target(name: "Tabular", swiftSettings: coverage),
    .target(name: "Output"),
    .systemLibrary(name: "CByteMasks"),
    .target(name: "VietnameseText", dependencies: ["Tabular"]),
    .target(
      name: "CSV",
      dependencies: ["CByteMasks", "Tabular", "VietnameseText"],
      swiftSettings: coverage
    ),
    .target(
      name: "SpreadsheetML",
      dependencies: ["Output", "Tabular", "CLibZip", "CLibXML2", "CISAL", "CZlib"],
      swiftSettings: coverage
    ),
    .executableTarget(
      name: "Fuzz",
      dependencies: ["CSV", "SpreadsheetML", "Tabular"],
      swiftSettings: [.unsafeFlags(["-parse-as-library", "-enable-testing"])],
      linkerSettings: [.unsafeFlags(["-use-ld=lld"])]
    ),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
      .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
