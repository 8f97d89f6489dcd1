/// Telling reporters what stands in the case for them.
extension Case {
    /// Empties `notices` when they can be written, in order; else they wait until `reach` says.
    ///
    /// `emit` is called once for each. Neither the case's course nor a department waits for it.
    package mutating func sendNotices(at now: Instant, reach: () -> Reach, emit: (Case, CaseNotice) -> Void) {
        guard !notices.isEmpty else {
            noticeRetryAt = nil
            return
        }
        switch reach() {
        case .blocked(let until): noticeRetryAt = until
        case .open:
            let due = notices
            notices = []
            noticeRetryAt = nil
            for notice in due { emit(self, notice) }
        }
    }
}
