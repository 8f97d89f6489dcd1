import Foundation
import Glibc
import HazardApp
import Synchronization
import Testing
import Wording

/// What systemd hears of the service, over a socket as it has.
struct ServiceNotifierTests {
    private let socket: ListeningNotifySocket
    private let health = ChangingHealth()

    init() throws { socket = try ListeningNotifySocket() }

    private func notifier(_ more: [String: String] = [:]) throws -> ServiceNotifier {
        // The watchdog's time is so long that only the test looks at the state.
        let environment = ["NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "3600000000"]
        let settings = environment.merging(more) { $1 }
        let notifier = ServiceNotifier(environment: settings) { [health] in health.value }
        return try #require(notifier)
    }

    @Test func `it says ready, alive, which shards run, and stopping`() throws {
        let notifier = try notifier()
        health.change { $0.waiting = [LocalText(zh: "分片 0：正在恢复", en: "shard 0: recovering")] }
        try notifier.start()
        #expect(socket.received() == "READY=1")
        #expect(socket.received() == "WATCHDOG=1\nSTATUS=分片 0：正在恢复 · shard 0: recovering")
        health.change {
            $0.waiting = []
            $0.running = [2, 0]
        }
        notifier.tell()
        #expect(socket.received() == "WATCHDOG=1\nSTATUS=分片 0,2 在工作 · shards 0,2 are running")
        notifier.tell()
        #expect(socket.received() == "WATCHDOG=1")
        notifier.stop(within: .seconds(1))
        #expect(socket.received()?.hasPrefix("STOPPING=1") == true)
    }

    @Test func `a stuck lane is not alive, and alive again when it goes on`() throws {
        let notifier = try notifier()
        health.change { $0.stuck = [LocalText(zh: "分片 1：121 秒没有进展", en: "shard 1: no progress for 121 s")] }
        notifier.tell()
        #expect(socket.received() == "STATUS=分片 1：121 秒没有进展 · shard 1: no progress for 121 s")
        health.change { $0.stuck = [] }
        notifier.tell()
        #expect(socket.received() == "WATCHDOG=1\nSTATUS=本机还没有分片 · no shard is here yet")
    }

    @Test func `a watchdog of another process, or none, hears nothing`() throws {
        health.change { $0.running = [0] }
        for more in [["WATCHDOG_PID": "1"], ["WATCHDOG_USEC": "0"]] {
            try notifier(more).tell()
            #expect(socket.received() == "STATUS=分片 0 在工作 · shards 0 are running")
        }
    }

    @Test func `without systemd there is no notifier, and a socket that is gone is no error`() throws {
        #expect(ServiceNotifier(environment: [:]) { LaneHealth() } == nil)
        #expect(ServiceNotifier(environment: ["NOTIFY_SOCKET": "host:1"]) { LaneHealth() } == nil)
        let gone = ServiceNotifier(environment: ["NOTIFY_SOCKET": "/nonexistent/notify"]) { LaneHealth() }
        try gone?.start()
        gone?.stop(within: .seconds(1))
        #expect(
            NotifySocket(environment: ["NOTIFY_SOCKET": "/" + String(repeating: "a", count: 200)])?.send(["A=1"])
                == false)
    }

    @Test func `an abstract socket is reached too`() throws {
        let abstract = try ListeningNotifySocket(path: "@hazard-test-\(UUID().uuidString)")
        let socket = try #require(NotifySocket(environment: ["NOTIFY_SOCKET": abstract.path]))
        #expect(socket.send(["READY=1", "STATUS=就绪"]))
        #expect(abstract.received() == "READY=1\nSTATUS=就绪")
    }
}

/// The state of the lanes as the test sets it.
private final class ChangingHealth: Sendable {
    private let health = Mutex(LaneHealth())
    var value: LaneHealth { health.withLock { $0 } }
    func change(_ body: (inout LaneHealth) -> Void) { health.withLock { body(&$0) } }
}

/// The other end of `NOTIFY_SOCKET`.
private final class ListeningNotifySocket: Sendable {
    let path: String
    private let descriptor: Int32

    init(path: String = "/tmp/hazard-\(UUID().uuidString)") throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = path.hasPrefix("@") ? [0] + Array(path.utf8.dropFirst()) : Array(path.utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(2 + name.count)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard code == 0 else { throw POSIXError(.EADDRINUSE) }
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// The next datagram; nil when there is none.
    func received() -> String? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        return count >= 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}
