internal import HazardCore
internal import JSONText

/// The fields of a case that appear only in its course. A field without a value is left out.
enum CaseCourseText {
    static func write(_ value: Case, zone: ZoneOffset, to writer: inout JSONWriter) {
        writer.optional("make_safe_from", value.makeSafeFrom, zone)
        writer.optional("made_safe_at", value.madeSafeAt, zone)
        PauseText.write("pauses", value.pauses, zone: zone, to: &writer)
        writer.optional("suspended_until", value.suspendedUntil, zone)
        writer.optional("stage_due_at", value.stageDueAt, zone)
        writer.optional("last_urged_at", value.lastUrgedAt, zone)
        if let wait = value.emergency {
            writer.key("emergency")
            EmergencyText.write(wait, zone: zone, to: &writer)
        }
        if !value.toldNumbers.isEmpty {
            writer.list("told_numbers", value.toldNumbers) { ToldNumberText.write($1, zone: zone, to: &$0) }
        }
        if !value.requests.isEmpty {
            writer.list("requests", value.requests) { CaseRequestText.write($1, zone: zone, to: &$0) }
        }
        if !value.movedRewards.isEmpty {
            writer.list("moved_rewards", value.movedRewards) { MovedRewardText.write($1, to: &$0) }
        }
        if !value.notices.isEmpty {
            writer.list("notices", value.notices) { CaseNoticeText.write($1, zone: zone, to: &$0) }
        }
        if value.noticeCount != 0 { writer.field("notice_count", value.noticeCount) }
        writer.optional("notice_retry_at", value.noticeRetryAt, zone)
    }
}
