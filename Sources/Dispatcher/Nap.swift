import Glibc

/// A short wait of a lane's own thread, between two looks at whether it should stop.
enum Nap {
    static func milliseconds(_ count: Int) {
        usleep(UInt32(count) * 1_000)
    }
}
