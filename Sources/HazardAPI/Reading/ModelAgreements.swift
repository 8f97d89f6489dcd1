internal import CaseStore
internal import ChineseText
internal import HazardCore
internal import HazardStatistics
internal import JSONText
internal import Telemetry

/// How often people decided what a model had said, by month of the decision: when it falls, the model no longer fits.
struct ModelAgreements: Sendable {
    /// One month and one question.
    struct Entry: Sendable {
        /// `yyyy-mm` in the installation's time zone.
        var month: String
        var count: AgreementCount
    }

    let readers: ShardReaders
    let zone: ZoneOffset

    /// The entries of the last months up to the one that contains `last`, the latest month first; only those with a decision.
    ///
    /// - Throws: A 503 when a file cannot be read.
    func entries(upTo last: Instant, months: Int) throws(Problem) -> [Entry] {
        var entries: [Entry] = []
        var window = KPIWindow.month(of: last, zone)
        for _ in 0..<months {
            let (from, to) = (window.from, window.to)
            let parts = try readers.readAll { reader throws(StoreFault) in try reader.agreements(from: from, to: to) }
            for subject in LinearModel.Subject.allCases {
                var sum = AgreementCount(subject)
                for part in parts.joined() where part.subject == subject {
                    sum.agreed += part.agreed
                    sum.decided += part.decided
                }
                guard sum.decided > 0 else { continue }
                entries.append(Entry(month: MonthlyCount.month(of: zone.civil(from).date), count: sum))
            }
            window = KPIWindow.month(of: from.adding(milliseconds: -1), zone)
        }
        return entries
    }

    static func write(_ entries: [Entry]?, _ writer: inout JSONWriter) {
        guard let entries else {
            writer.key("model_agreement")
            writer.value(.null)
            return
        }
        writer.array("model_agreement", entries) { writer, entry in
            writer.beginObject()
            writer.field("month", entry.month)
            writer.field("of", entry.count.subject)
            writer.field("agreed", entry.count.agreed)
            writer.field("decided", entry.count.decided)
            writer.field(
                "percent",
                (Double(entry.count.agreed) * 10_000 / Double(max(entry.count.decided, 1))).rounded() / 100)
            writer.endObject()
        }
    }
}

/// Gauges of the same counts for the last months, read each time the metrics are read.
struct ModelGauges: Sendable {
    /// Labels: of, month, outcome.
    private let decisions: MetricFamily<Gauge>
    private static let months = 3

    /// - Throws: `MetricFault` when the registry has the name already.
    init(_ registry: MetricRegistry) throws(MetricFault) {
        decisions = try registry.gauges(
            "hazard_model_decisions",
            help:
                "Decisions of people on what a model had said, of the last three months, in the shards that are here.",
            labels: ["of", "month", "outcome"])
    }

    /// Counts at each reading of the registry.
    func follow(_ registry: MetricRegistry, _ context: APIContext, _ readers: ShardReaders) {
        registry.source {
            let agreements = ModelAgreements(readers: readers, zone: context.zone)
            let entries = try? agreements.entries(upTo: context.now(), months: Self.months)
            for entry in entries ?? [] {
                let (of, count) = (entry.count.subject.rawValue, entry.count)
                decisions.series(of, entry.month, "agreed").set(count.agreed)
                decisions.series(of, entry.month, "changed").set(count.decided - count.agreed)
            }
            return []
        }
    }
}
