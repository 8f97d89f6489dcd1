import CEvent
import Glibc

/// One libevent base with a wake-up event and a timer. After `init`, only the thread that calls `run` uses it.
final class EventLoop {
    /// Owned: freed last, after everything made from it.
    let base: OpaquePointer
    private let mailbox: Mailbox
    private var events: [OpaquePointer] = []
    /// Called when the mailbox has jobs.
    var onWake: () -> Void = {}
    /// Called a few times a second.
    var onTick: () -> Void = {}

    private static let tick = timeval(tv_sec: 0, tv_usec: 100_000)

    /// - Throws: `system` when libevent cannot be set up.
    init(_ mailbox: Mailbox) throws(HTTPServerFailure) {
        self.mailbox = mailbox
        guard let options = event_config_new() else { throw .system("event_config_new") }
        defer { event_config_free(options) }
        // Only one thread uses the base, so it needs no locks.
        event_config_set_flag(options, Int32(EVENT_BASE_FLAG_NOLOCK.rawValue))
        guard let base = event_base_new_with_config(options) else { throw .system("event_base_new_with_config") }
        self.base = base
        let me = Unmanaged.passUnretained(self).toOpaque()
        let wake = event_new(
            base, mailbox.descriptor, Int16(EV_READ | EV_PERSIST), { _, _, me in EventLoop.from(me)?.onWake() }, me)
        let tick = event_new(base, -1, Int16(EV_PERSIST), { _, _, me in EventLoop.from(me)?.onTick() }, me)
        guard let wake, let tick else { throw .system("event_new") }
        events = [wake, tick]
        var interval = Self.tick
        guard event_add(wake, nil) == 0, event_add(tick, &interval) == 0 else { throw .system("event_add") }
    }

    deinit {
        for event in events {
            event_free(event)
        }
        event_base_free(base)
    }

    /// Runs until `leave`.
    func run() {
        event_base_dispatch(base)
    }

    /// Ends `run` after the current callback.
    func leave() {
        event_base_loopbreak(base)
    }

    private static func from(_ me: UnsafeMutableRawPointer?) -> EventLoop? {
        me.map { Unmanaged<EventLoop>.fromOpaque($0).takeUnretainedValue() }
    }
}
