import Foundation

/// Runs a program and waits for it alone, not for what it leaves running.
///
/// Foundation's `Process` waits until every descendant has closed a socket it inherits: a broker started by a script never does.
enum Spawn {
    struct Failed: Error { let said: String }

    /// Starts it with its output in the file; the caller may wait for the id.
    static func start(_ arguments: [String], output: String = "/dev/null") throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // Owned: freed below, after the program has its copy.
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var process: pid_t = 0
        let code = posix_spawnp(&process, arguments[0], &actions, nil, &pointers, environ)
        guard code == 0 else { throw Failed(said: "\(arguments): \(String(cString: strerror(code)))") }
        return process
    }

    /// Runs it to its end; throws what it said when its status is not 0.
    static func run(_ arguments: [String]) throws {
        let log = FileManager.default.temporaryDirectory.appendingPathComponent("spawn-\(UUID().uuidString).log").path
        defer { try? FileManager.default.removeItem(atPath: log) }
        let process = try start(arguments, output: log)
        var status: Int32 = 0
        while waitpid(process, &status, 0) == -1, errno == EINTR {}
        guard status != 0 else { return }
        throw Failed(said: "\(arguments): \((try? String(contentsOfFile: log, encoding: .utf8)) ?? "failed")")
    }
}
