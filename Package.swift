// swift-tools-version: 6.2
import PackageDescription

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
func floor(_ name: String, on lower: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: lower, exclude: [], swiftSettings: house)
}

func tests(_ name: String, of lower: [Target.Dependency], resources: [Resource] = []) -> Target {
    .testTarget(name: name, dependencies: lower, resources: resources, swiftSettings: house)
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

        // Floor 1: one idea each, knowing nothing of one another.
        floor("HazardCore"),
        floor("MessageLog"),
        floor("SQLite", on: ["CSQLite"]),
        floor("JSONText"),
        floor("HTTPServer", on: ["CEvent"]),
        floor("Digest", on: ["CCrypto"]),
        floor("Telemetry"),
        floor("CommandArguments"),

        // Floor 2: the core on paper, on disk and on the wire.
        floor("KafkaLog", on: ["MessageLog", "CLibrdkafka"]),
        floor("EmbeddedLog", on: ["MessageLog", "SQLite"]),
        floor("HazardWire", on: ["HazardCore", "JSONText"]),
        floor("CaseStore", on: ["HazardCore", "SQLite"]),
        floor("HazardConfig", on: ["HazardCore", "JSONText", "Digest", "CYaml"]),

        // Floor 3: what runs.
        floor(
            "Dispatcher",
            on: ["HazardCore", "MessageLog", "HazardWire", "CaseStore", "JSONText", "Digest", "Telemetry"]),
        floor(
            "HazardAPI",
            on: [
                "HazardCore", "MessageLog", "HTTPServer", "JSONText", "Digest", "Telemetry", "HazardWire", "CaseStore",
            ]),

        // Floor 4: the wiring.
        floor(
            "HazardApp",
            on: [
                "HazardCore", "MessageLog", "JSONText", "HTTPServer", "Digest", "Telemetry", "KafkaLog", "EmbeddedLog",
                "HazardWire", "CaseStore", "HazardConfig", "Dispatcher", "HazardAPI",
            ]),

        // Floor 5: the commands.
        .executableTarget(
            name: "hazard",
            dependencies: [
                "HazardCore", "MessageLog", "JSONText", "Digest", "Telemetry", "KafkaLog", "EmbeddedLog", "HazardWire",
                "CaseStore", "HazardConfig", "Dispatcher", "HazardAPI", "HazardApp", "CommandArguments", "HTTPServer",
            ],
            swiftSettings: house),
        .executableTarget(
            name: "hazard-bench",
            dependencies: [
                "CommandArguments", "HazardCore", "MessageLog", "JSONText", "Digest", "KafkaLog", "EmbeddedLog",
                "HazardWire", "CaseStore", "HazardConfig", "Dispatcher", "HazardApp", "Telemetry",
            ],
            swiftSettings: house),

        tests("HazardCoreTests", of: ["HazardCore"]),
        tests("JSONTextTests", of: ["JSONText"]),
        tests("SQLiteTests", of: ["SQLite"]),
        tests("HTTPServerTests", of: ["HTTPServer"]),
        tests("DigestTests", of: ["Digest"]),
        tests("TelemetryTests", of: ["Telemetry"]),
        tests("CommandArgumentsTests", of: ["CommandArguments"]),
        // The one suite that both logs pass, on the embedded log, the mock cluster and a real broker.
        tests("MessageLogTests", of: ["MessageLog", "EmbeddedLog", "KafkaLog", "CLibrdkafka"]),
        tests("HazardWireTests", of: ["HazardWire", "HazardCore", "JSONText"]),
        tests("CaseStoreTests", of: ["CaseStore", "HazardCore", "SQLite"]),
        tests("HazardConfigTests", of: ["HazardConfig", "HazardCore"]),
        tests(
            "DispatcherTests",
            of: [
                "Dispatcher", "HazardCore", "MessageLog", "EmbeddedLog", "KafkaLog", "HazardWire", "CaseStore",
                "HazardConfig", "JSONText", "Digest", "Telemetry", "SQLite", "HazardApp", "HTTPServer",
            ]),
        tests(
            "HazardAPITests",
            of: [
                "HazardAPI", "HazardApp", "HazardConfig", "HazardCore", "HazardWire", "JSONText", "EmbeddedLog",
                "MessageLog", "CaseStore", "Dispatcher", "Telemetry", "HTTPServer", "Digest",
            ]),
        // The built program, run as people run it.
        tests("HazardTests", of: ["hazard", "JSONText"]),
    ],
    swiftLanguageModes: [.v6]
)
