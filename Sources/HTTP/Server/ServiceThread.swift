import CEvent
import Glibc

/// A thread of our own with a name, for work that may block.
enum ServiceThread {
    /// Signals are the owner's business: none of these is handled on a thread of the server. A blocked `SIGPIPE` also
    /// turns writing to a client that left into an error instead of the end of the process.
    private static let blocked = [SIGPIPE, SIGHUP, SIGINT, SIGTERM, SIGUSR1, SIGUSR2]

    private final class Body {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }

    /// Starts a detached thread with a name of at most 15 bytes, as Linux allows.
    ///
    /// It throws when the system gives no more threads.
    static func start(_ name: String, _ run: @escaping () -> Void) throws(HTTPServerFailure) {
        let body = Unmanaged.passRetained(
            Body {
                block()
                pthread_setname_np(pthread_self(), name)
                run()
            })
        var thread = pthread_t()
        // The new thread owns `body` and lets go of it when it ends.
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
