// swift-tools-version: 6.2
import PackageDescription

/// No package is fetched (`DECISIONS.md` #14).
///
/// Every target of ours: warnings are errors, imports and existentials are explicit, access between targets is `package`.
let house: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// A Debian library behind a header and a module map, nothing else.
func system(_ name: String, pkgConfig: String, apt: [String]) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt(apt)])
}

/// One floor's target: it imports the floors below that it names, never a neighbour (`Sources/README.md`).
///
/// `pages` are its documents, which stand beside the code and are not built; `resources` are files built into the program.
func floor(
    _ name: String, on lower: [Target.Dependency] = [], pages: [String] = [], resources: [Resource] = []
) -> Target {
    .target(name: name, dependencies: lower, exclude: pages, resources: resources, swiftSettings: house)
}

func tests(
    _ name: String, of lower: [Target.Dependency], besides: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(name: name, dependencies: lower, exclude: besides, resources: resources, swiftSettings: house)
}

let package = Package(
    name: "hazard-dispatcher",
    products: [
        .executable(name: "hazard", targets: ["hazard"]),
        .executable(name: "hazard-bench", targets: ["hazard-bench"]),
    ],
    targets: [
        // Floor 0: what is not ours.
        system("CLibrdkafka", pkgConfig: "rdkafka", apt: ["librdkafka-dev"]),
        system("CSQLite", pkgConfig: "sqlite3", apt: ["libsqlite3-dev"]),
        system("CEvent", pkgConfig: "libevent_openssl", apt: ["libevent-dev", "libssl-dev"]),
        system("CCrypto", pkgConfig: "libcrypto", apt: ["libssl-dev"]),
        system("CYaml", pkgConfig: "yaml-0.1", apt: ["libyaml-dev"]),

        // Floor 1: text, knowing nothing of one another.
        floor("Wording"),
        floor("ChineseText"),

        // Floor 2: one idea each, with errors in both languages; what is true of hazards.
        floor("JSONText", on: ["Wording"]),
        floor("MessageLog", on: ["Wording"]),
        floor("SQLite", on: ["Wording", "CSQLite"]),
        floor("HTTP", on: ["Wording", "CEvent"]),
        floor("Digest", on: ["Wording", "CCrypto"]),
        floor("Telemetry", on: ["Wording"]),
        floor("CommandArguments", on: ["Wording"]),
        floor("HazardCore", on: ["ChineseText"], pages: ["DOMAIN.md"]),

        // Floor 3: the two logs, who may call, the core in words and in figures.
        floor("KafkaLog", on: ["MessageLog", "Wording", "CLibrdkafka"], pages: ["LIBRDKAFKA.md"]),
        floor("EmbeddedLog", on: ["MessageLog", "SQLite", "Wording"]),
        floor("Credentials", on: ["Digest", "HazardCore"]),
        floor("ModelFiles", on: ["ChineseText", "JSONText", "Digest", "Wording"]),
        floor("MediaFiles", on: ["Digest", "JSONText", "Wording"]),
        floor("HazardText", on: ["HazardCore", "ChineseText", "Wording"]),
        floor("HazardStatistics", on: ["HazardCore", "ChineseText"]),

        // Floor 4: the core on paper, on disk, on the wire.
        floor(
            "HazardWire",
            on: ["HazardCore", "HazardText", "Wording", "ChineseText", "MessageLog", "JSONText", "Digest"]),
        floor("CaseStore", on: ["HazardCore", "HazardText", "ChineseText", "MessageLog", "SQLite", "Wording"]),
        floor(
            "HazardConfig",
            on: ["HazardCore", "ChineseText", "Credentials", "ModelFiles", "JSONText", "Digest", "Wording", "CYaml"]),

        // Floor 5: what runs.
        floor(
            "Dispatcher",
            on: [
                "HazardCore", "HazardText", "ChineseText", "Credentials", "MessageLog", "HazardWire", "CaseStore",
                "JSONText", "Digest", "Telemetry", "Wording",
            ]),
        floor(
            "HazardAPI",
            on: [
                "HazardCore", "HazardText", "ChineseText", "Credentials", "Wording", "MessageLog", "HTTP", "JSONText",
                "Digest", "Telemetry", "HazardWire", "CaseStore", "HazardStatistics", "MediaFiles",
            ],
            resources: [
                .embedInCode("Board/Resources/duty.js"), .embedInCode("Board/Resources/duty.css"),
                .embedInCode("Board/Resources/icon.svg"),
            ]),

        floor(
            "HazardBridge",
            on: [
                "HazardCore", "Credentials", "MessageLog", "JSONText", "HTTP", "Digest", "SQLite", "Telemetry",
                "HazardWire", "HazardConfig", "Wording",
            ]),

        // Floor 6: the wiring.
        floor(
            "HazardApp",
            on: [
                "HazardCore", "Credentials", "MessageLog", "JSONText", "HTTP", "Digest", "Telemetry", "KafkaLog",
                "EmbeddedLog", "HazardWire", "CaseStore", "HazardConfig", "HazardStatistics", "Dispatcher", "HazardAPI",
                "Wording", "MediaFiles",
            ]),

        // Floor 7: the commands.
        .executableTarget(
            name: "hazard",
            dependencies: [
                "HazardCore", "HazardText", "ChineseText", "Credentials", "MessageLog", "JSONText", "Digest",
                "Telemetry", "KafkaLog", "EmbeddedLog", "HazardWire", "CaseStore", "HazardConfig", "HazardStatistics",
                "Dispatcher", "HazardAPI", "HazardBridge",
                "HazardApp", "ModelFiles",
                "CommandArguments", "Wording", "HTTP",
            ],
            swiftSettings: house),
        .executableTarget(
            name: "hazard-bench",
            dependencies: [
                "CommandArguments", "Wording", "HazardCore", "ChineseText", "MessageLog", "JSONText", "Digest",
                "KafkaLog", "EmbeddedLog", "HazardWire", "CaseStore", "HazardConfig", "HazardStatistics", "Dispatcher",
                "HazardApp", "Telemetry",
            ],
            swiftSettings: house),

        // What several suites share: brokers, towns, generators, folders.
        .target(
            name: "TestSupport",
            dependencies: [
                "HazardCore", "ChineseText", "MessageLog", "EmbeddedLog", "KafkaLog", "HazardWire", "CaseStore",
                "HazardConfig", "HazardStatistics", "HazardText", "JSONText", "Digest", "Telemetry", "SQLite", "HTTP",
                "Dispatcher", "HazardAPI", "HazardApp", "Wording", "Credentials", "MediaFiles",
            ],
            path: "Tests/TestSupport",
            swiftSettings: house),
        tests("WordingTests", of: ["Wording"]),
        tests("ChineseTextTests", of: ["TestSupport", "ChineseText"]),
        tests("HazardCoreTests", of: ["TestSupport", "HazardCore", "HazardText", "Wording", "ChineseText"]),
        tests("HazardTextTests", of: ["TestSupport", "HazardText", "HazardCore", "Wording"]),
        tests("HazardStatisticsTests", of: ["TestSupport", "HazardStatistics", "HazardCore"]),
        tests("JSONTextTests", of: ["TestSupport", "JSONText", "Wording"]),
        tests("SQLiteTests", of: ["TestSupport", "SQLite", "Wording"]),
        tests("HTTPTests", of: ["TestSupport", "HTTP", "Wording"]),
        tests("DigestTests", of: ["Digest"]),
        tests("TelemetryTests", of: ["Telemetry"]),
        tests("ModelFilesTests", of: ["ModelFiles", "ChineseText", "Wording"]),
        tests("MediaFilesTests", of: ["TestSupport", "MediaFiles"]),
        tests("CommandArgumentsTests", of: ["CommandArguments", "Wording"]),
        // The one suite that both logs pass, on the embedded log, the mock cluster and a real broker.
        tests(
            "MessageLogTests", of: ["TestSupport", "MessageLog", "EmbeddedLog", "KafkaLog", "CLibrdkafka", "Wording"]),
        tests(
            "HazardWireTests",
            of: [
                "TestSupport", "HazardWire", "HazardCore", "HazardText", "Wording", "ChineseText", "MessageLog",
                "JSONText",
            ], besides: ["Records"]),
        tests(
            "CaseStoreTests",
            of: ["TestSupport", "CaseStore", "HazardCore", "ChineseText", "MessageLog", "SQLite", "Wording"]),
        tests(
            "HazardConfigTests",
            of: ["TestSupport", "HazardConfig", "HazardCore", "ChineseText", "Credentials", "ModelFiles", "Wording"]),
        tests(
            "DispatcherTests",
            of: [
                "TestSupport", "Wording", "Dispatcher", "HazardCore", "ChineseText", "MessageLog", "EmbeddedLog",
                "KafkaLog",
                "HazardWire",
                "CaseStore", "HazardConfig", "HazardStatistics", "JSONText", "Digest", "Telemetry", "SQLite",
                "HazardApp", "Credentials",
                "HTTP",
            ]),
        tests(
            "HazardAPITests",
            of: [
                "TestSupport", "HazardAPI", "HazardApp", "HazardConfig", "HazardCore", "ChineseText", "HazardWire",
                "JSONText",
                "EmbeddedLog", "MessageLog", "CaseStore", "HazardStatistics", "Dispatcher", "Telemetry", "HTTP",
                "Digest", "Credentials", "HazardText", "Wording", "MediaFiles",
            ]),
        tests(
            "HazardBridgeTests",
            of: [
                "TestSupport", "HazardBridge", "HazardConfig", "HazardCore", "HazardWire", "MessageLog", "EmbeddedLog",
                "JSONText", "HTTP", "Telemetry", "Wording",
            ]),
        tests(
            "HazardAppTests",
            of: ["HazardApp", "HazardConfig", "HazardCore", "MessageLog", "Telemetry", "TestSupport", "Wording"]),
        // The built program, run as people run it, and the parts that only the program has.
        tests("HazardTests", of: ["TestSupport", "hazard", "JSONText"]),
    ],
    swiftLanguageModes: [.v6]
)
