// swift-tools-version: 6.2
import PackageDescription

/// Swift 6 language mode with warnings as errors; imports are internal unless a signature needs them.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

/// Debug builds would leave the kernels at -O0, which makes tests on the real model take minutes.
let optimised: [CSetting] = [.unsafeFlags(["-O2"])]

let package = Package(
    name: "synthgen",
    products: [.executable(name: "synthgen", targets: ["synthgen"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // Values every module reads and writes.
        .target(name: "JSON", swiftSettings: strict),
        .target(name: "Hashing", swiftSettings: strict),

        // Numbers.
        .target(name: "CKernels", cSettings: optimised),
        .target(name: "Tensors", dependencies: ["CKernels", "JSON"], swiftSettings: strict),
        .target(name: "Models", dependencies: ["Tensors", "CKernels", "JSON"], swiftSettings: strict),
        .target(name: "Inference", dependencies: ["Models", "Text"], swiftSettings: strict),

        // Words.
        .target(name: "Text", dependencies: ["JSON"], swiftSettings: strict),

        // Records.
        .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
        .target(
            name: "Datasets",
            dependencies: ["CZstd", "JSON", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .target(name: "Dataflow", dependencies: ["Datasets", "Hashing", "JSON"], swiftSettings: strict),

        // Tests.
        .target(
            name: "TestSupport", dependencies: ["JSON"], path: "Tests/TestSupport",
            swiftSettings: strict),
        .testTarget(name: "HashingTests", dependencies: ["Hashing"], swiftSettings: strict),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: strict),
    ]
)
