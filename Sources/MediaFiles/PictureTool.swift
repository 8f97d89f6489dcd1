internal import Glibc
internal import Synchronization

/// Makes small pictures with `vipsthumbnail` (Debian: libvips-tools) in a child process of its own.
///
/// A picture that makes the decoder crash, loop or allocate ends that process and nothing else. `timeout` limits its time,
/// `prlimit` its memory, its processor time and what it writes; `VIPS_BLOCK_UNTRUSTED` switches off the decoders that are not
/// meant for pictures of strangers.
package final class PictureTool: Sendable {
    private static let paths = ["/usr/bin/vipsthumbnail", "/usr/local/bin/vipsthumbnail"]
    private static let limits = [
        "/usr/bin/timeout", "--signal=KILL", "20",
        "/usr/bin/prlimit", "--as=1500000000", "--cpu=15", "--fsize=20000000", "--nofile=64", "--core=0", "--",
    ]
    private static let environment = [
        "PATH=/usr/bin:/bin", "LC_ALL=C", "VIPS_CONCURRENCY=1", "VIPS_BLOCK_UNTRUSTED=1", "G_DEBUG=",
    ]
    private static let mostRunning = 2

    private let program: String
    private let running = Mutex(0)

    /// Nil when a program is missing: then there are no small pictures.
    package init?(programs: [String]? = nil) {
        let isLimited = Self.limits.filter { $0.hasPrefix("/") }.allSatisfy { access($0, X_OK) == 0 }
        guard isLimited, let found = (programs ?? Self.paths).first(where: { access($0, X_OK) == 0 }) else {
            return nil
        }
        program = found
    }

    /// Makes a form of a picture that is not there yet.
    ///
    /// - Returns: Whether the form is there now. False when the picture cannot be decoded, or when others are being made.
    package func make(_ form: MediaFolder.Form, of name: String, in folder: MediaFolder) -> Bool {
        let target = folder.file(name, form)
        if access(target, R_OK) == 0 { return true }
        let width = form == .small ? 480 : 1600
        let isFree = running.withLock { running in
            guard running < Self.mostRunning else { return false }
            running += 1
            return true
        }
        guard isFree else { return false }
        defer { running.withLock { $0 -= 1 } }
        let made = folder.temporaryFile() + ".jpg"
        defer { unlink(made) }
        // The stripped file: the result holds no place either, whatever the tool does.
        let arguments = [
            program, folder.file(name, .stripped), "--size", "\(width)x\(width)>", "-o", made + "[Q=80,strip]",
        ]
        guard Self.run(Self.limits + arguments), let status = MediaFolder.modified(made), status > 0 else {
            return false
        }
        return rename(made, target) == 0
    }

    /// Runs a program without input, output and open files, and waits for its end.
    ///
    /// - Returns: Whether it ended with 0.
    private static func run(_ arguments: [String]) -> Bool {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        // Closing what another thread has closed meanwhile is no error.
        for descriptor in MediaFolder.names(in: "/proc/self/fd").compactMap({ Int32($0) }) where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Threads of the server block signals; the child must not.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        // Owned here: every text is freed after the child has started.
        let texts = arguments.map { strdup($0) } + [nil]
        let environment = environment.map { strdup($0) } + [nil]
        defer { for text in texts + environment { free(text) } }
        var child = pid_t()
        guard posix_spawn(&child, arguments[0], &actions, &attributes, texts, environment) == 0 else { return false }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { return false }
        }
        return status == 0
    }
}
