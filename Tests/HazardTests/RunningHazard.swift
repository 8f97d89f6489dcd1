import Foundation
import Synchronization

/// A `hazard` at work: what it has said so far can be waited for.
final class RunningHazard: Sendable {
    private let said = Said()
    private let id: Int32

    /// Starts it at the root of the package, with no `HAZARD_…` variable of the surroundings.
    init(_ words: [String]) throws {
        let process = Process()
        process.executableURL = try Hazard.executable()
        process.arguments = words
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("HAZARD_") }
        environment["LC_ALL"] = "C.UTF-8"
        process.environment = environment
        process.currentDirectoryURL = Hazard.config.deletingLastPathComponent()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = Self.pipe { [said] in said.add($0, isOutput: true) }
        process.standardError = Self.pipe { [said] in said.add($0, isOutput: false) }
        process.terminationHandler = { [said] process in said.end(process.terminationStatus) }
        try process.run()
        id = process.processIdentifier
    }

    /// A test that fails on its way leaves nothing running.
    deinit {
        if !said.isOver { kill(id, SIGKILL) }
    }

    /// What it said and how it ended, once it has.
    func ended() async -> Hazard.Outcome {
        await said.wait { $0.isOver }
        return said.outcome
    }

    /// The first line of standard error that contains a text; nil when it ended without one.
    func complaint(containing text: String) async -> String? {
        await said.wait { $0.complaintLines.contains { $0.contains(text) } }
        return said.outcome.complaints.split(separator: "\n").map(String.init).first { $0.contains(text) }
    }

    /// Asks it to stop, and answers how it ended.
    func stop() async -> Hazard.Outcome {
        kill(id, SIGTERM)
        return await ended()
    }

    /// Hands on what is written into a pipe, and nil at its end.
    ///
    /// On a thread of its own: a readability handler of Foundation can be called after its descriptor is gone.
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

/// What a process has said so far, and who waits for more of it.
private final class Said: Sendable {
    struct State {
        var output = Data()
        var complaints = Data()
        var openPipes = 2
        var code: Int32?
        var waiters: [Waiter] = []

        var isOver: Bool { openPipes == 0 && code != nil }

        /// Whole lines only: one that is being written is not read yet.
        var complaintLines: [Substring] {
            String(decoding: complaints, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
                .dropLast()
        }
    }

    /// Somebody who goes on when something holds, or when the process has ended.
    struct Waiter {
        let holds: @Sendable (State) -> Bool
        let goOn: CheckedContinuation<Void, Never>
    }

    private let state = Mutex(State())

    func add(_ data: Data?, isOutput: Bool) {
        change { state in
            guard let data else { return state.openPipes -= 1 }
            if isOutput { state.output += data } else { state.complaints += data }
        }
    }

    func end(_ code: Int32) { change { $0.code = code } }

    func wait(_ holds: @escaping @Sendable (State) -> Bool) async {
        await withCheckedContinuation { goOn in
            change { $0.waiters.append(Waiter(holds: holds, goOn: goOn)) }
        }
    }

    /// Whether it has ended and said all.
    var isOver: Bool { state.withLock { $0.isOver } }

    var outcome: Hazard.Outcome {
        state.withLock {
            Hazard.Outcome(
                code: $0.code ?? -1, output: String(decoding: $0.output, as: UTF8.self),
                complaints: String(decoding: $0.complaints, as: UTF8.self))
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
