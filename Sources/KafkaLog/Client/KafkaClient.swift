internal import CLibrdkafka
internal import Foundation
internal import Synchronization

/// One librdkafka client: owns its handle from `init` until `destroy`, or until it is released.
///
/// Whoever calls into librdkafka does it inside `use`, so that the handle cannot be destroyed under a running call; whoever
/// keeps something of the client's (a queue, a topic handle) holds it with `hold` and gives it back with `release`.
final class KafkaClient: Sendable {
    let context: ClientContext
    private let held: HeldHandle

    /// A new client; nothing is connected yet.
    init(
        _ settings: KafkaSettings, _ role: ClientRole, deliveries: (any DeliveryTaker)? = nil,
        note: @escaping LogNoteSink
    ) throws(KafkaError) {
        let conf = try ClientConfiguration.make(settings, role)
        let context = ClientContext(name: role.name, deliveries: deliveries, note: note)
        // This reference stands for the opaque pointer: released after the handle is destroyed.
        let opaque = Unmanaged.passRetained(context).toOpaque()
        Callbacks.register(on: conf, opaque, role)
        var text = [CChar](repeating: 0, count: 512)
        guard let handle = rd_kafka_new(role.kind, conf, &text, text.count) else {
            rd_kafka_conf_destroy(conf)
            Unmanaged<ClientContext>.fromOpaque(opaque).release()
            throw KafkaError(code: "_INVALID_ARG", reason: String(text), origin: "start of Kafka client \(role.name)")
        }
        self.context = context
        held = HeldHandle(handle)
    }

    deinit {
        Self.destroy(held, context, within: 0)
    }

    var name: String { context.name }

    /// Runs `body` with the handle, which lives at least until `body` returns; throws once the client is closed.
    func use<T>(_ body: (OpaquePointer) throws(KafkaError) -> T) throws(KafkaError) -> T {
        guard let handle = hold() else {
            throw KafkaError(code: "_DESTROY", reason: "this Kafka client is closed", origin: name)
        }
        defer { release() }
        return try body(handle)
    }

    /// Why the broker does not let this client in, when that is so; for clients nobody polls.
    var refusedLogin: String? {
        if let handle = hold() {
            // The error callback comes with a poll.
            rd_kafka_poll(handle, 0)
            release()
        }
        return context.refusedLogin
    }

    /// The handle, kept alive until `release`; `nil` once the client is closed.
    func hold() -> OpaquePointer? { held.hold() }

    func release() { held.release() }

    /// Destroys the handle on a thread of its own; answers false when that takes longer than the limit. Harmless twice.
    @discardableResult
    func destroy(within seconds: Double) -> Bool {
        Self.destroy(held, context, within: seconds)
    }

    /// In 2.0.2 destroying may hang while a broker is out of reach (#4486, #4519): then thread and client are left behind, and
    /// said to be. A limit of 0 does not wait, and says nothing.
    @discardableResult
    private static func destroy(_ held: HeldHandle, _ context: ClientContext, within seconds: Double) -> Bool {
        guard held.close() else { return true }
        let done = Signal()
        let worker = Thread {
            held.destroyWhenUnused()
            context.forgetHandlers()
            Unmanaged.passUnretained(context).release()
            done.raise()
        }
        worker.name = "kafka-destroy"
        worker.start()
        guard seconds > 0 else { return true }
        guard !done.wait(seconds: seconds) else { return true }
        context.say(
            .warning, "kafka.client.left",
            "Kafka client \(context.name) did not end within \(seconds) s and was left behind; it ends when the broker answers"
        )
        return false
    }
}

/// The pointer itself, with the number of those using it.
private final class HeldHandle: Sendable {
    private let state: Mutex<State>

    private struct State {
        // Owned: freed by `destroyWhenUnused`, after `close`.
        nonisolated(unsafe) let handle: OpaquePointer
        var users = 0
        var isClosed = false
    }

    init(_ handle: OpaquePointer) {
        state = Mutex(State(handle: handle))
    }

    func hold() -> OpaquePointer? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            state.users += 1
            return state.handle
        }
    }

    func release() {
        state.withLock { $0.users -= 1 }
    }

    /// Nobody new may hold it from now on; false when that was so already.
    func close() -> Bool {
        state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
    }

    /// Waits until nobody uses the handle, then frees it; the consumer's closing is done before, by whoever polls it.
    func destroyWhenUnused() {
        while state.withLock({ $0.users }) > 0 { usleep(2000) }
        let handle = state.withLock { $0.handle }
        rd_kafka_destroy_flags(handle, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    }
}

extension String {
    /// The text in a C buffer, up to its terminating zero.
    init(_ buffer: [CChar]) {
        self.init(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// Raised once; whoever waits goes on.
final class Signal: Sendable {
    private let condition = NSCondition()
    private let raised = Atomic<Bool>(false)

    func raise() {
        condition.lock()
        raised.store(true, ordering: .releasing)
        condition.broadcast()
        condition.unlock()
    }

    var isRaised: Bool { raised.load(ordering: .acquiring) }

    /// True when raised within the seconds given.
    func wait(seconds: Double) -> Bool {
        let deadline = Date(timeIntervalSinceNow: max(0, seconds))
        condition.lock()
        defer { condition.unlock() }
        while !isRaised {
            guard condition.wait(until: deadline) else { return isRaised }
        }
        return true
    }
}
