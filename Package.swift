// swift-tools-version: 6.2
import PackageDescription

/// Swift 6 language mode with warnings as errors; imports are internal unless a signature needs
/// them.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

/// Debug builds would leave the kernels at -O0, which makes tests on the real model take minutes.
let optimised: [CSetting] = [.unsafeFlags(["-O2"])]

/// C23 has a directive that takes a file's bytes in.
let embedding: [CSetting] = [.unsafeFlags(["-O2", "-std=gnu23"])]

/// The targets of one folder under Sources. Rooms stand in order: none imports from a later one.
func room(_ name: String, _ targets: [Target]) -> [Target] {
    for target in targets { target.path = "Sources/\(name)/\(target.name)" }
    return targets
}

/// A module of Swift, with what it may import: only modules that are declared before it.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A module's tests under Tests.
func tests(
    _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: [.target(name: name), "TestSupport"] + (name == "JSON" ? [] : ["JSON"])
            + dependencies,
        exclude: exclude, swiftSettings: strict)
}

// What every module reads and writes.
let foundations = room(
    "Foundations",
    [
        module("JSON"),
        .target(name: "CHashing", cSettings: optimised),
        module("Hashing", ["CHashing"]),
        module("Formatting"),
        module("Concurrency"),
        module("Files"),
        .target(name: "CProcess"),
        module("Processes", ["CProcess"]),
        .target(name: "CCurl"),
        module("HTTP", ["CCurl", "Concurrency"]),
        module("Terminal", ["Formatting"]),
    ])

// From weight files to completions. CCUDA: what is opened at run time, and the text of GPU kernels.
let numbers = room(
    "Numbers",
    [
        .target(name: "CKernels", cSettings: optimised),
        .target(name: "CCUDA", exclude: ["kernels"], cSettings: embedding),
        module("CUDA", ["CCUDA", "Files", "Hashing"]),
        module("Checkpoints", ["CKernels", "Files", "Formatting", "JSON"]),
        module("Models", ["Checkpoints", "CKernels", "Files", "JSON"]),
        module("Compute", ["Models", "Checkpoints", "CKernels", "CUDA", "CCUDA", "Hashing"]),
        module("Inference", ["Compute", "Models", "CKernels", "Concurrency", "Hashing"]),
        module("Training", ["Compute", "Models", "Files", "Hashing", "JSON"]),
        module(
            "Diagnostics",
            [
                "Inference", "Compute", "Models", "Checkpoints", "CKernels", "CCUDA", "CUDA",
                "Hashing", "JSON",
            ]),
    ])

// Templates, tokens, replies, and what can be checked of an answer.
let words = room(
    "Words",
    [
        module("PythonStrings"),
        module("Jinja", ["PythonStrings", "Hashing", "JSON"]),
        module("Text", ["PythonStrings", "Files", "Hashing", "JSON"]),
        module("Verifiers", ["Hashing", "JSON", .product(name: "BigInt", package: "BigInt")]),
    ])

// Records, their files, and the graph that makes them.
let records = room(
    "Records",
    [
        .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        module(
            "Datasets",
            [
                "CZstd", "CZlib", "Files", "Formatting", "Hashing", "JSON",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        module("Dataflow", ["Datasets", "Files", "Concurrency", "Formatting", "Hashing", "JSON"]),
        module("Reports", ["Datasets", "Text", "Formatting", "Hashing", "JSON"]),
    ])

// Where numbers, words and records meet.
let program = room(
    "Program",
    [
        .target(name: "CSandbox"),
        .target(
            name: "Sandbox", dependencies: ["CSandbox", "Processes", "Hashing", "JSON"],
            resources: [.embedInCode("Resources")], swiftSettings: strict),
        module(
            "Chat",
            [
                "Inference", "Compute", "Models", "Checkpoints", "Jinja", "Text", "PythonStrings",
                "HTTP", "Files", "Hashing", "JSON",
            ]),
        .target(
            name: "Stages",
            dependencies: [
                "Chat", "Dataflow", "Datasets", "Compute", "Jinja", "Text", "Verifiers", "Files",
                "Concurrency", "Formatting", "Hashing", "JSON", "Processes", "Sandbox",
            ],
            resources: [.embedInCode("Resources")], swiftSettings: strict),
        .target(
            name: "Evaluation",
            dependencies: [
                "Stages", "Sandbox", "Chat", "Dataflow", "Datasets", "Jinja", "Verifiers",
                "PythonStrings", "Compute", "Files", "Concurrency", "Formatting", "Hashing", "JSON",
            ],
            resources: [.embedInCode("Resources")], swiftSettings: strict),
        module(
            "TrainingData",
            [
                "Training", "Stages", "Chat", "Dataflow", "Datasets", "Jinja", "Text", "Files",
                "Formatting", "Hashing", "JSON",
            ]),
        .target(
            name: "Hub",
            dependencies: [
                "HTTP", "Processes", "Files", "Concurrency", "Formatting", "Hashing", "JSON",
            ],
            resources: [.embedInCode("Resources")], swiftSettings: strict),
        module(
            "Rounds", ["Evaluation", "TrainingData", "Dataflow", "Files", "Formatting", "JSON"]),
        .executableTarget(
            name: "synthgen",
            dependencies: [
                "Chat", "Stages", "Evaluation", "TrainingData", "Rounds", "Dataflow", "Datasets",
                "Inference", "Compute", "Models", "Checkpoints", "Jinja", "Text", "Training",
                "Diagnostics", "Reports", "Hub", "Terminal", "HTTP", "Files", "Concurrency",
                "Formatting", "Hashing", "JSON", "CUDA",
                "Sandbox",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
    ])

// What tests share: GPUs that the CPU emulates, temporary folders, snapshots.
let support: [Target] = [
    .target(
        name: "CUDAEmulator", dependencies: ["CCUDA"], path: "Tests/CUDAEmulator",
        exclude: ["check"],
        cxxSettings: [
            .headerSearchPath("."), .headerSearchPath("../../Sources/Numbers/CCUDA/kernels"),
            .unsafeFlags(["-O2", "-ffp-contract=off", "-fno-cxx-modules"]),
        ]),
    .target(
        name: "EmulatedGPU", dependencies: ["CUDA", "CCUDA", "CUDAEmulator", "Compute"],
        path: "Tests/EmulatedGPU", swiftSettings: strict),
    .target(
        name: "TestSupport", dependencies: ["Checkpoints", "Files", "JSON"],
        path: "Tests/TestSupport",
        swiftSettings: strict),
]

let testTargets: [Target] = [
    .testTarget(name: "LayoutTests", swiftSettings: strict),
    tests("JSON", ["Hashing"]),
    tests("Hashing", ["CHashing"]),
    tests("CKernels"),
    tests("CUDA", ["CCUDA", "CUDAEmulator"]),
    .testTarget(
        name: "CUDAKernelTests", dependencies: ["CUDAEmulator", "CCUDA", "Hashing", "TestSupport"],
        swiftSettings: strict),
    tests("Checkpoints", ["CKernels", "Files", "Hashing"]),
    tests("Models", ["Checkpoints"]),
    tests("Compute", ["Diagnostics", "Models", "Checkpoints", "EmulatedGPU", "CUDA", "CCUDA"]),
    tests("Inference", ["Compute", "Models", "Checkpoints", "EmulatedGPU", "CUDA"]),
    tests(
        "Diagnostics",
        ["Inference", "Compute", "Models", "Checkpoints", "EmulatedGPU", "CUDA", "CCUDA"]),
    tests("Training", ["Compute", "Models", "Checkpoints", "EmulatedGPU", "Hashing"]),
    tests("Jinja", ["Hashing"]),
    tests("Text", ["Checkpoints", "Hashing"]),
    tests("Verifiers", ["Hashing"]),
    tests(
        "Datasets", ["Files", "Hashing", .product(name: "GRDB", package: "GRDB.swift")],
        exclude: ["Snapshots"]),
    tests("Dataflow", ["Hashing"]),
    tests("Reports", ["Datasets"]),
    tests("Sandbox"),
    tests("Chat", ["Inference", "Compute", "Models", "Checkpoints", "Jinja", "Text"]),
    tests(
        "Stages",
        [
            "Chat", "Dataflow", "Datasets", "Inference", "Compute", "Models", "Jinja", "Text",
            "Sandbox",
        ], exclude: ["Snapshots"]),
    tests(
        "Evaluation",
        [
            "Chat", "Dataflow", "Stages", "Hashing", "Text",
        ]),
    tests(
        "TrainingData",
        ["Training", "Chat", "Dataflow", "Jinja", "Text", "Checkpoints"]),
    tests("Rounds", ["Dataflow", "Evaluation", "TrainingData"]),
    tests("Formatting"),
    tests("Files"),
    tests("Concurrency"),
    tests("Processes"),
    tests("HTTP"),
    tests("Hub", ["Processes", "Concurrency", "Files"]),
    tests("Terminal"),
    tests(
        "synthgen",
        [
            "Chat", "Checkpoints", "Training", "TrainingData", "Evaluation", "Datasets",
            "Diagnostics",
            "Inference", "Compute", "Models",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ], exclude: ["Snapshots"]),
]

let package = Package(
    name: "synthgen",
    products: [.executable(name: "synthgen", targets: ["synthgen"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
    ],
    targets: foundations + numbers + words + records + program + support + testTargets,
    cxxLanguageStandard: .cxx20
)
