import CEvent
import Glibc

/// A listening socket in the event loop. Loop thread only.
final class Listener {
    /// Owned; freeing it closes the socket.
    private var listener: OpaquePointer?
    /// Held so that its base outlives the listener.
    private let loop: EventLoop
    private let onAccept: (Int32, PeerAddress) -> Void
    private let onFailure: () -> Void

    /// Takes over the socket, even when it throws.
    ///
    /// `onAccept` receives each new socket and owns it. When accepting fails, the listener is paused and `onFailure` is called.
    ///
    /// - Throws: `system` when libevent cannot listen.
    init(
        _ socket: ListeningSocket, in loop: EventLoop, onAccept: @escaping (Int32, PeerAddress) -> Void,
        onFailure: @escaping () -> Void
    ) throws(HTTPServerFailure) {
        self.loop = loop
        self.onAccept = onAccept
        self.onFailure = onFailure
        let flags = LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC
        listener = evconnlistener_new(
            loop.base,
            { _, descriptor, address, _, me in
                Listener.from(me)?.accepted(descriptor, address)
            }, Unmanaged.passUnretained(self).toOpaque(), UInt32(flags), 0, socket.descriptor)
        guard let listener else {
            close(socket.descriptor)
            throw .system("evconnlistener_new")
        }
        evconnlistener_set_error_cb(listener) { listener, me in
            evconnlistener_disable(listener)
            Listener.from(me)?.onFailure()
        }
    }

    deinit {
        if let listener {
            evconnlistener_free(listener)
        }
    }

    /// Stops accepting; new connections wait in the kernel's queue.
    func pause() {
        evconnlistener_disable(listener)
    }

    func resume() {
        evconnlistener_enable(listener)
    }

    private func accepted(_ descriptor: Int32, _ address: UnsafeMutablePointer<sockaddr>?) {
        guard let address, let peer = PeerAddress(address) else {
            close(descriptor)
            return
        }
        onAccept(descriptor, peer)
    }

    private static func from(_ me: UnsafeMutableRawPointer?) -> Listener? {
        me.map { Unmanaged<Listener>.fromOpaque($0).takeUnretainedValue() }
    }
}
