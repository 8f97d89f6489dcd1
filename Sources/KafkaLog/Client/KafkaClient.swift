internal import CLibrdkafka
internal import Foundation
internal import MessageLog
internal import Synchronization
internal import Wording

/// One librdkafka client; it owns the handle from `init` until `destroy` or `deinit`.
///
/// Calls into librdkafka happen inside `use`, so that the handle cannot be destroyed during a call. An object that has a queue
/// or a topic handle of the client calls `retain`, and later `release`.
final class KafkaClient: Sendable {
    let context: ClientContext
    private let handle: SharedHandle

    /// A new client; it connects when it is used.
    ///
    /// - Throws: `_INVALID_ARG` when librdkafka refuses the settings.
    init(
        _ settings: KafkaSettings, _ role: ClientRole, deliveries: (any DeliveryHandler)? = nil,
        diagnostics: @escaping DiagnosticHandler
    ) throws(KafkaError) {
        let conf = try ClientConfiguration.make(settings, role)
        let context = ClientContext(name: role.name, deliveries: deliveries, diagnostics: diagnostics)
        // This reference stands for the opaque pointer; released after the handle is destroyed.
        let opaque = Unmanaged.passRetained(context).toOpaque()
        Callbacks.register(on: conf, opaque, role)
        var text = [CChar](repeating: 0, count: 512)
        guard let client = rd_kafka_new(role.kind, conf, &text, text.count) else {
            rd_kafka_conf_destroy(conf)
            Unmanaged<ClientContext>.fromOpaque(opaque).release()
            throw KafkaError(
                code: "_INVALID_ARG", reason: ErrorCode.reason("_INVALID_ARG", String(text)),
                origin: .start(ofClient: role.name))
        }
        self.context = context
        handle = SharedHandle(client)
    }

    deinit {
        Self.destroy(handle, context, within: .zero)
    }

    var name: String { context.name }

    /// Runs `body` with the handle, which exists at least until `body` returns.
    ///
    /// - Throws: `_DESTROY` after the client was destroyed; what `body` throws.
    func use<T>(_ body: (OpaquePointer) throws(KafkaError) -> T) throws(KafkaError) -> T {
        guard let handle = retain() else {
            throw KafkaError(
                code: "_DESTROY", reason: LocalText(zh: "这个 Kafka 客户端已关闭", en: "this Kafka client is closed"),
                origin: .client(name))
        }
        defer { release() }
        return try body(handle)
    }

    /// Why the broker refuses the login of this client; nil when it does not. For clients that no thread polls.
    var refusedLogin: LocalText? {
        if let handle = retain() {
            // The error callback runs inside a poll.
            rd_kafka_poll(handle, 0)
            release()
        }
        return context.refusedLogin
    }

    /// The handle, which exists until `release`; nil after the client was destroyed.
    func retain() -> OpaquePointer? { handle.retain() }

    func release() { handle.release() }

    /// Destroys the handle on a separate thread; returns false when that takes longer than the limit. A second call does
    /// nothing.
    @discardableResult
    func destroy(within limit: Duration) -> Bool {
        Self.destroy(handle, context, within: limit)
    }

    /// Destroying may block while a broker is unreachable (`LIBRDKAFKA.md`, Closing clients). After the limit, thread and client
    /// are left, and a diagnostic says so. A limit of zero does not wait and emits nothing.
    @discardableResult
    private static func destroy(_ handle: SharedHandle, _ context: ClientContext, within limit: Duration) -> Bool {
        guard handle.close() else { return true }
        let done = Signal()
        let worker = Thread {
            handle.destroyWhenUnused()
            context.forgetHandlers()
            Unmanaged.passUnretained(context).release()
            done.raise()
        }
        worker.name = "kafka-destroy"
        worker.start()
        guard limit > .zero else { return true }
        guard !done.wait(within: limit) else { return true }
        context.emit(
            .warning, "kafka.client.left",
            "Kafka client \(context.name) did not end within \(limit); it is left and ends when the broker answers"
        )
        return false
    }
}

/// The handle with the number of its users.
private final class SharedHandle: Sendable {
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

    func retain() -> OpaquePointer? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            state.users += 1
            return state.handle
        }
    }

    func release() {
        state.withLock { $0.users -= 1 }
    }

    /// Allows no new users; returns false when it was closed before.
    func close() -> Bool {
        state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
    }

    /// Waits until the handle has no users, then frees it. A consumer's polling thread has closed the consumer before.
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

/// An event that happens once; waiting threads continue when it is raised.
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

    /// Waits; true when it is raised within the limit.
    func wait(within limit: Duration) -> Bool {
        let deadline = Date(timeIntervalSinceNow: max(0, limit / .seconds(1)))
        condition.lock()
        defer { condition.unlock() }
        while !isRaised {
            guard condition.wait(until: deadline) else { return isRaised }
        }
        return true
    }
}

extension Int32 {
    /// A timeout as librdkafka takes it: whole milliseconds, rounded up.
    init(milliseconds timeout: Duration) {
        self.init(clamping: timeout.millisecondsRoundedUp)
    }
}

extension ContinuousClock.Instant {
    /// The time left until this deadline, at least `minimum`.
    func timeLeft(atLeast minimum: Duration) -> Duration { Swift.max(minimum, self - .now) }
}
