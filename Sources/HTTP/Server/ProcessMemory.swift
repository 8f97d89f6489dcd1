import CEvent

/// Returns freed memory of the process to the system (glibc's allocator).
package enum ProcessMemory {
    /// An allocation of at least so many bytes gets memory of its own, which the system has again when it is freed.
    private static let ownMemory: Int32 = 1024 * 1024
    /// So much free memory at most remains at the end of each of the allocator's arenas until the next `trim`.
    ///
    /// With 1 MB a busy lane gave its pages back and took them again in every step: 12 % of its time was page faults (measured).
    private static let freeAtEnd: Int32 = 128 * 1024 * 1024
    /// An arena grows by at least so much, so that it rarely asks the system.
    private static let growth: Int32 = 1024 * 1024

    /// Sets the allocator's limits; call it once, when the process starts.
    ///
    /// Without them the allocator raises both limits to the size of the largest allocation seen: after a few bodies of 16 MB each
    /// of its arenas (one a thread, up to 8 a core) holds tens of megabytes for ever.
    package static func setLimits() {
        mallopt(M_MMAP_THRESHOLD, ownMemory)
        mallopt(M_TRIM_THRESHOLD, freeAtEnd)
        mallopt(M_TOP_PAD, growth)
    }

    /// Returns the free pages of every arena. It takes the lock of each arena for some milliseconds.
    static func trim() {
        malloc_trim(0)
    }
}
