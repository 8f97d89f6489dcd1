internal import Foundation
internal import MessageLog

/// Messages as gateways, departments and operators send them.
package enum Samples {
    /// An hour ago: neither stale nor in the future.
    package static let now = Date(timeIntervalSinceNow: -3600).ISO8601Format()

    package static func report(
        _ id: String, category: String? = "T02", district: String = "510185", at: String = Samples.now,
        text: String = "沱江一号桥引道三车道变一"
    ) -> String {
        let hint = category.map { #","category_hint":"\#($0)""# } ?? ""
        return #"{"schema_version":1,"report_id":"\#(id)","programme":"jianyang.sentinel","channel":"phone","#
            + #""reported_at":"\#(at)","text":"\#(text)","reporter":{"ref":"rider of \#(id)","kind":"rider","platform":"p"}"#
            + #","contact_token":"vault-99"\#(hint),"location":{"district":"\#(district)"}}"#
    }

    package static func feedback(
        _ id: String, case caseID: String, department: String, kind: String, extra: String = ""
    ) -> String {
        #"{"schema_version":1,"event_id":"\#(id)","case_id":"\#(caseID)","department":"\#(department)","#
            + #""actor":{"role":"department","ref":"duty-3"},"kind":"\#(kind)","at":"2026-11-18T19:01:00+08:00"\#(extra)}"#
    }

    /// What the reporter of a report says.
    package static func reporter(
        _ id: String, case caseID: String, report: String, kind: String, extra: String = ""
    ) -> String {
        #"{"schema_version":1,"event_id":"\#(id)","case_id":"\#(caseID)","actor":{"role":"reporter","ref":"\#(report)"},"#
            + #""kind":"\#(kind)","at":"2026-11-18T19:01:00+08:00"\#(extra)}"#
    }

    package static func command(_ id: String, case caseID: String, kind: String, extra: String = "") -> String {
        #"{"schema_version":1,"command_id":"\#(id)","case_id":"\#(caseID)","operator":"zhang","role":"operator","#
            + #""kind":"\#(kind)","at":"2026-11-18T19:02:00+08:00","reason":"seen"\#(extra)}"#
    }

    /// A district whose reports belong to that shard.
    package static func district(of shard: Int, among shards: Int) -> String {
        (510_100...).lazy.map(String.init).first { home($0, shards: shards) == shard } ?? "510185"
    }

    /// The shard of the reports of that district.
    package static func home(_ district: String = "510185", shards: Int) -> Int {
        KeyPartitioner.partition(of: district.utf8, among: shards)
    }
}
