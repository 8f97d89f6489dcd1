import Foundation
import Synchronization

/// SIGTERM and SIGINT: the first asks for a clean end, the second ends the process at once.
///
/// Create it before anything starts a thread: it blocks the signals for all later threads, and one thread waits for
/// them.
final class StopSignal: Sendable {
    private struct State {
        var isStopping = false
        var hasFailed = false
    }

    private let state = Mutex(State())
    private let hangUp = Mutex<(@Sendable () -> Void)?>(nil)
    private let asked = DispatchSemaphore(value: 0)

    init() {
        signal(SIGPIPE, SIG_IGN)
        let thread = Thread { [weak self] in
            while let self {
                var signals = StopSignal.signals
                var number: Int32 = 0
                guard sigwait(&signals, &number) == 0 else { continue }
                if number == SIGHUP {
                    self.hangUp.withLock { $0 }?()
                } else {
                    self.ask()
                }
            }
        }
        var signals = StopSignal.signals
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        thread.name = "signals"
        thread.start()
    }

    private static var signals: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGHUP)
        return set
    }

    /// Calls `action` at each SIGHUP. Until then SIGHUP has no effect.
    func onHangUp(_ action: @escaping @Sendable () -> Void) { hangUp.withLock { $0 = action } }

    /// Asks for a stop because something failed permanently: the process ends with an error.
    func fail() {
        state.withLock {
            $0.hasFailed = true
            $0.isStopping = true
        }
        asked.signal()
    }

    /// Whether a stop was requested.
    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Whether the stop was requested because something failed.
    var hasFailed: Bool { state.withLock { $0.hasFailed } }

    /// Blocks until a stop is requested. Returns whether something failed.
    func wait() -> Bool {
        asked.wait()
        return hasFailed
    }

    /// Blocks for so many seconds, or until a stop is requested. Returns whether one was.
    func pause(seconds: Double) -> Bool {
        guard !isStopping, asked.wait(timeout: .now() + seconds) == .success else { return isStopping }
        asked.signal()
        return true
    }

    private func ask() {
        let again = state.withLock { state in
            defer { state.isStopping = true }
            return state.isStopping
        }
        if again { _exit(1) }
        asked.signal()
    }
}
