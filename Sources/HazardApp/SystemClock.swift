package import Dispatcher
import Glibc

/// The clocks of this machine.
package enum SystemClock {
    /// Wall time, and the boot clock, which is never set and includes the time of suspension.
    package static let machine = MachineClock(
        wall: { milliseconds(CLOCK_REALTIME) }, steady: { milliseconds(CLOCK_BOOTTIME) })

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
