internal import Glibc

/// What work costs the processor, to tell a cost that is linear from one that is not.
package enum Cost {
    /// How many times more `work` costs with an input eight times as large: about 8 when the cost is linear, 64 when it is quadratic.
    ///
    /// It counts the processor time of this thread, which other programs do not change, and takes the cheapest of several runs.
    package static func growth<Input>(
        of input: (Int) -> Input, from size: Int, runs: Int = 4, _ work: (Input) -> Void
    ) -> Double {
        let small = input(size)
        let large = input(size * 8)
        // The first run of a size pays for tables and memory.
        work(small)
        work(large)
        let cheap = (0..<runs * 4).map { _ in time { work(small) } }.min() ?? 0
        let dear = (0..<runs).map { _ in time { work(large) } }.min() ?? 0
        return dear / max(cheap, 1)
    }

    /// The processor time of this thread that `work` takes, in nanoseconds.
    private static func time(_ work: () -> Void) -> Double {
        let start = now()
        work()
        return now() - start
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }
}
