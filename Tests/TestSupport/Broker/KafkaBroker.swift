package import Foundation

/// A real Apache Kafka for the tests of this process. The first test that needs it starts it; it ends with the process.
///
/// `HAZARD_TEST_KAFKA=host:port` uses a running broker; otherwise the script `shared/kafka/kafka` beside the package starts one
/// (`HAZARD_TEST_KAFKA_RELEASE=3.9` for the older release). Without both, the tests that need a broker are skipped, and a message
/// says so.
package final class KafkaBroker: Sendable {
    package let bootstrap: String
    private let script: String?
    private let directory: String

    /// True when there is a broker for `shared`.
    package static let isAvailable: Bool = {
        if givenServers != nil || FileManager.default.isExecutableFile(atPath: scriptPath) { return true }
        print(
            "No Kafka for tests: set HAZARD_TEST_KAFKA=host:port, or put shared/kafka beside the package (Java 17 or newer)."
        )
        return false
    }()

    /// The broker of the suite; tests that kill or freeze a broker start their own.
    ///
    /// - Throws: the error of starting it.
    package static func shared() throws -> KafkaBroker { try started.get() }

    private static let started = Result { try givenServers.map { KafkaBroker(bootstrap: $0) } ?? KafkaBroker() }
    private static let givenServers = ProcessInfo.processInfo.environment["HAZARD_TEST_KAFKA"]
    /// Whether the tests start the broker themselves.
    package static let isOurs = givenServers == nil

    private static let scriptPath = Repository.path("../shared/kafka/kafka")

    private init(bootstrap: String) {
        self.bootstrap = bootstrap
        script = nil
        directory = ""
    }

    /// Starts a broker on free ports; a watcher process removes it after this process has ended, also after a crash.
    ///
    /// With `secure` it has TLS, logins and access rules, and the users `admin` (all rights) and `gateway` (no rights yet).
    ///
    /// - Throws: `Spawn.Failed` when the broker does not start.
    package init(secure: Bool = false) throws {
        let port = Self.freePort()
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("kafka-\(UUID().uuidString)").path
        script = Self.scriptPath
        bootstrap = "127.0.0.1:\(port)"
        let release = ProcessInfo.processInfo.environment["HAZARD_TEST_KAFKA_RELEASE"] ?? "4.3"
        let process = ProcessInfo.processInfo.processIdentifier
        let watch =
            Self.closingInheritedFiles
            + "while kill -0 \(process) 2>/dev/null; do sleep 1; done; \"$0\" clean \"$1\""
        _ = try Spawn.start(["setsid", "bash", "-c", watch, Self.scriptPath, directory])
        let security = secure ? ["--secure", "--user", "gateway=gateway-secret"] : []
        let start = ["start", directory, "--release", release, "--port", "\(port)"]
        try run(start + ["--set", "group.min.session.timeout.ms=1000"] + security)
    }

    /// Client settings of a user of a secure broker.
    package func login(_ user: String, mechanism: String = "PLAIN") -> [String: String] {
        [
            "security.protocol": "SASL_SSL", "sasl.mechanisms": mechanism, "sasl.username": user,
            "sasl.password": "\(user)-secret", "ssl.ca.location": directory + "/tls/ca.pem",
        ]
    }

    /// Whether the release is Kafka 4, which compares SCRAM nonces strictly.
    package static let isVersion4 = ProcessInfo.processInfo.environment["HAZARD_TEST_KAFKA_RELEASE"] != "3.9"

    /// Kills the broker (`kill -9`).
    ///
    /// - Throws: `Spawn.Failed`.
    package func kill() throws { try run("kill") }

    /// Starts a killed broker again.
    ///
    /// - Throws: `Spawn.Failed`.
    package func restart() throws { try run("again") }

    /// Freezes the broker (SIGSTOP).
    ///
    /// - Throws: `Spawn.Failed`.
    package func pause() throws { try run("pause") }

    /// Continues a frozen broker.
    ///
    /// - Throws: `Spawn.Failed`.
    package func resume() throws { try run("resume") }

    /// Ends the broker and removes its files.
    package func clean() { try? run("clean") }

    /// Closes inherited files: the watcher and the broker outlive this process's commands, and a reader of an inherited pipe would
    /// wait for their end.
    private static let closingInheritedFiles = """
        for file in /proc/$$/fd/*; do n=${file##*/}; if [ "$n" -gt 2 ]; then eval "exec $n>&-"; fi; done 2>/dev/null

        """

    /// Runs one of Kafka's tools against this broker.
    ///
    /// - Throws: `Spawn.Failed` with the tool's output.
    package func tool(_ name: String, _ arguments: [String]) throws {
        let properties = directory + "/admin.properties"
        let login = FileManager.default.fileExists(atPath: properties) ? ["--command-config", properties] : []
        try run(["tool", name, "--bootstrap-server", bootstrap] + login + arguments)
    }

    private func run(_ verb: String, _ more: String...) throws {
        try run([verb, directory] + more)
    }

    private func run(_ arguments: [String]) throws {
        guard let script else { throw Spawn.Failed(output: "the tests did not start this broker: \(arguments)") }
        try Spawn.run(["bash", "-c", Self.closingInheritedFiles + "exec \"$0\" \"$@\"", script] + arguments)
    }

    /// A free port for which the ports 101 and 201 above it are free too.
    private static func freePort() -> UInt16 {
        while true {
            let port = UInt16.random(in: 20_000...32_000)
            if [port, port + 101, port + 201].allSatisfy(isFree) { return port }
        }
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}

/// Runs a program and waits for that program only, not for the processes that it leaves running.
///
/// Foundation's `Process` waits until every descendant has closed an inherited socket, which a broker never does.
package enum Spawn {
    package struct Failed: Error { let output: String }

    /// Starts a program with its output in a file; returns its process id.
    ///
    /// - Throws: `Failed` when it cannot be started.
    package static func start(_ arguments: [String], output: String = "/dev/null") throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // Owned: freed below, after the program has been given its copy.
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var process: pid_t = 0
        let code = posix_spawnp(&process, arguments[0], &actions, nil, &pointers, environ)
        guard code == 0 else { throw Failed(output: "\(arguments): \(String(cString: strerror(code)))") }
        return process
    }

    /// Runs a program to its end.
    ///
    /// - Throws: `Failed` with its output when its status is not 0.
    package static func run(_ arguments: [String]) throws {
        let log = FileManager.default.temporaryDirectory.appendingPathComponent("spawn-\(UUID().uuidString).log").path
        defer { try? FileManager.default.removeItem(atPath: log) }
        let process = try start(arguments, output: log)
        var status: Int32 = 0
        while waitpid(process, &status, 0) == -1, errno == EINTR {}
        guard status != 0 else { return }
        throw Failed(output: "\(arguments): \((try? String(contentsOfFile: log, encoding: .utf8)) ?? "failed")")
    }
}
