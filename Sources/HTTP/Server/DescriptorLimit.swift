import Glibc

/// The limit of the process on open descriptors (`RLIMIT_NOFILE`).
enum DescriptorLimit {
    /// Raises the limit as far as the process may, and returns it.
    ///
    /// The system gives a low limit by default for programs that use `select`, which this one does not.
    static func raise() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        if limit.rlim_cur < limit.rlim_max {
            var raised = limit
            raised.rlim_cur = limit.rlim_max
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
