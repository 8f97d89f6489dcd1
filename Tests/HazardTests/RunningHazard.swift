import Foundation
import Synchronization

/// A running `hazard` whose output so far can be waited for.
final class RunningHazard: Sendable {
    private let processOutput = ProcessOutput()
    private let id: Int32

    /// Starts the command in the root of the package, without the environment's `HAZARD_…` variables.
    init(_ words: [String]) throws {
        let process = Process()
        process.executableURL = try Hazard.executable()
        process.arguments = words
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("HAZARD_") }
        environment["LC_ALL"] = "C.UTF-8"
        process.environment = environment
        process.currentDirectoryURL = Hazard.config.deletingLastPathComponent()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = Self.pipe { [processOutput] in processOutput.add($0, isOutput: true) }
        process.standardError = Self.pipe { [processOutput] in processOutput.add($0, isOutput: false) }
        process.terminationHandler = { [processOutput] process in processOutput.end(process.terminationStatus) }
        try process.run()
        id = process.processIdentifier
    }

    /// A test that fails leaves no process behind.
    deinit {
        if !processOutput.isOver { kill(id, SIGKILL) }
    }

    /// The output and the exit code, after the process has ended.
    func ended() async -> Hazard.Outcome {
        await processOutput.wait { $0.isOver }
        return processOutput.outcome
    }

    /// The first line of standard error that contains a text; nil when the process ends without one.
    func errorLine(containing text: String) async -> String? {
        await processOutput.wait { $0.errorLines.contains { $0.contains(text) } }
        return processOutput.outcome.errorOutput.split(separator: "\n").map(String.init).first { $0.contains(text) }
    }

    /// Sends SIGHUP.
    func hangUp() { kill(id, SIGHUP) }

    /// Sends SIGTERM and returns the outcome.
    func stop() async -> Hazard.Outcome {
        kill(id, SIGTERM)
        return await ended()
    }

    /// Passes on what is written into a pipe, and nil at its end.
    ///
    /// It reads on its own thread, because Foundation may call a readability handler after its descriptor is closed.
    private static func pipe(_ take: @escaping @Sendable (Data?) -> Void) -> Pipe {
        let pipe = Pipe()
        let descriptor = dup(pipe.fileHandleForReading.fileDescriptor)
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                take(Data(buffer[..<count]))
            }
            close(descriptor)
            take(nil)
        }
        return pipe
    }
}

/// The output of a process so far, and the tasks that wait for more of it.
private final class ProcessOutput: Sendable {
    struct State {
        var output = Data()
        var errorOutput = Data()
        var openPipes = 2
        var code: Int32?
        var waiters: [Waiter] = []

        var isOver: Bool { openPipes == 0 && code != nil }

        /// Complete lines only.
        var errorLines: [Substring] {
            String(decoding: errorOutput, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
                .dropLast()
        }
    }

    /// A task that continues when a condition holds or the process has ended.
    struct Waiter {
        let holds: @Sendable (State) -> Bool
        let goOn: CheckedContinuation<Void, Never>
    }

    private let state = Mutex(State())

    func add(_ data: Data?, isOutput: Bool) {
        change { state in
            guard let data else { return state.openPipes -= 1 }
            if isOutput { state.output += data } else { state.errorOutput += data }
        }
    }

    func end(_ code: Int32) { change { $0.code = code } }

    func wait(_ holds: @escaping @Sendable (State) -> Bool) async {
        await withCheckedContinuation { goOn in
            change { $0.waiters.append(Waiter(holds: holds, goOn: goOn)) }
        }
    }

    /// Whether the process has ended and all of its output is read.
    var isOver: Bool { state.withLock { $0.isOver } }

    var outcome: Hazard.Outcome {
        state.withLock {
            Hazard.Outcome(
                code: $0.code ?? -1, output: String(decoding: $0.output, as: UTF8.self),
                errorOutput: String(decoding: $0.errorOutput, as: UTF8.self))
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let ready = state.withLock { state in
            body(&state)
            let all = state.waiters
            var ready: [Waiter] = []
            state.waiters = []
            for waiter in all {
                if state.isOver || waiter.holds(state) { ready.append(waiter) } else { state.waiters.append(waiter) }
            }
            return ready
        }
        for waiter in ready { waiter.goOn.resume() }
    }
}
