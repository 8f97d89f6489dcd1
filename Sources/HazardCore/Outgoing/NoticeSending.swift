/// Sending the notices of a case.
extension Case {
    /// Sends all notices in order when the topic can be written; otherwise they wait until the instant that `reach`
    /// names.
    ///
    /// `emit` is called once for each notice. Neither the moves of the case nor its departments wait for it.
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
