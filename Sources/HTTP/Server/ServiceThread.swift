import CEvent
import Glibc

/// Starts named threads for work that may block.
enum ServiceThread {
    /// The process's owner handles signals, so these threads block them. With `SIGPIPE` blocked, writing to a client that has
    /// left is an error and does not end the process.
    private static let blocked = [SIGPIPE, SIGHUP, SIGINT, SIGTERM, SIGUSR1, SIGUSR2]

    private final class Body {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }

    /// Starts a detached thread with a name of at most 15 bytes (the limit of Linux).
    ///
    /// - Throws: `system` when the system has no more threads.
    static func start(_ name: String, _ run: @escaping () -> Void) throws(HTTPServerFailure) {
        let body = Unmanaged.passRetained(
            Body {
                block()
                pthread_setname_np(pthread_self(), name)
                run()
            })
        var thread = pthread_t()
        // The new thread owns `body` and releases it when it ends.
        let code = pthread_create(
            &thread, nil,
            { argument in
                if let argument {
                    Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                }
                return nil
            }, body.toOpaque())
        guard code == 0 else {
            body.release()
            throw .system("pthread_create", errno: code)
        }
        pthread_detach(thread)
    }

    private static func block() {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in blocked {
            sigaddset(&set, signal)
        }
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }
}
