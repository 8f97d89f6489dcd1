internal import Digest
internal import Synchronization

/// One sign-in of a browser.
struct Session: Sendable {
    /// The SHA-256 of the token that it was opened with.
    let token: [UInt8]
    /// The secret that every form of the session carries.
    let csrf: String
    let begun: ContinuousClock.Instant
    var used: ContinuousClock.Instant

    func isOver(at now: ContinuousClock.Instant) -> Bool {
        now - used > Sessions.mostIdle || now - begun > Sessions.mostAge
    }
}

/// The sessions of browsers. They are in memory: a restart signs everybody out.
final class Sessions: Sendable {
    static let cookie = "hazard-session"
    /// A session ends so long after its last request.
    static let mostIdle = Duration.seconds(2 * 3600)
    /// A session ends so long after the sign-in: a long shift.
    static let mostAge = Duration.seconds(12 * 3600)
    private static let mostSessions = 10_000

    /// By the SHA-256 of the cookie's value.
    private let sessions = Mutex<[[UInt8]: Session]>([:])

    /// Opens a session for a token, and returns the value of its cookie.
    ///
    /// - Throws: `DigestFailure` when there are no random numbers.
    func begin(token: [UInt8], at now: ContinuousClock.Instant = .now) throws(DigestFailure) -> String {
        let secret = try RandomToken.hex()
        let key = try SHA256.digest(of: Array(secret.utf8))
        let session = Session(token: token, csrf: try RandomToken.hex(byteCount: 16), begun: now, used: now)
        sessions.withLock { sessions in
            if sessions.count >= Self.mostSessions {
                sessions = sessions.filter { !$0.value.isOver(at: now) }
                let oldest = sessions.min { $0.value.used < $1.value.used }
                if let oldest, sessions.count >= Self.mostSessions { sessions[oldest.key] = nil }
            }
            sessions[key] = session
        }
        return secret
    }

    /// The session with this cookie; its idle time begins again. Nil when there is none, or when it is over.
    func find(_ secret: String, at now: ContinuousClock.Instant = .now) -> Session? {
        guard let key = try? SHA256.digest(of: Array(secret.utf8)) else { return nil }
        return sessions.withLock { sessions in
            guard let session = sessions[key] else { return nil }
            guard !session.isOver(at: now) else {
                sessions[key] = nil
                return nil
            }
            sessions[key]?.used = now
            return session
        }
    }

    func end(_ secret: String) {
        guard let key = try? SHA256.digest(of: Array(secret.utf8)) else { return }
        sessions.withLock { $0[key] = nil }
    }
}
