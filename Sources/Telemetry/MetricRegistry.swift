internal import Synchronization
package import Wording

/// Why a metric cannot be registered.
package enum MetricFault: BilingualError, Equatable {
    /// Prometheus does not allow the name.
    case badName(String)
    /// Prometheus does not allow the label.
    case badLabel(String, metric: String)
    case alreadyRegistered(String)

    package var text: LocalText {
        switch self {
        case .badName(let name):
            LocalText(
                zh: "指标名“\(name)”不合规则；只能用字母、数字和 _",
                en: "metric name \"\(name)\" is not allowed; use letters, digits and _")
        case .badLabel(let label, let metric):
            LocalText(
                zh: "指标 \(metric) 的标签“\(label)”不合规则；只能用字母、数字和 _，且不能是 le 或以 __ 开头",
                en:
                    "label \"\(label)\" of metric \(metric) is not allowed; use letters, digits and _, but not le or __…"
            )
        case .alreadyRegistered(let name):
            LocalText(
                zh: "指标 \(name) 已经注册；只注册一次，并传递其句柄",
                en: "metric \(name) is registered already; register it once and pass its handle on")
        }
    }
}

/// Every metric of the process, rendered in Prometheus text format 0.0.4.
package final class MetricRegistry: Sendable {
    /// The media type of `rendered()`.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private struct Entry: Sendable {
        let type: String
        let help: String
        let samples: @Sendable () -> String
    }

    private let entries = Mutex<[String: Entry]>([:])
    private let sources = Mutex<[@Sendable () -> [MetricSample]]>([])
    /// The help texts of samples that another part names.
    private let helpTexts = Mutex<[String: String]>([:])

    package init() {}

    /// A family of counters; the name ends in `_total`.
    ///
    /// - Throws: `MetricFault` when the name or a label is not allowed, or the name is registered.
    package func counters(_ name: String, help: String, labels: [String] = []) throws(MetricFault) -> MetricFamily<
        Counter
    > {
        let family = MetricFamily(labels: labels) { Counter() }
        try add(name, type: "counter", help: help, labels: labels) { family.samples(named: name) }
        return family
    }

    /// A family of gauges.
    ///
    /// - Throws: `MetricFault` when the name or a label is not allowed, or the name is registered.
    package func gauges(_ name: String, help: String, labels: [String] = []) throws(MetricFault) -> MetricFamily<Gauge>
    {
        let family = MetricFamily(labels: labels) { Gauge() }
        try add(name, type: "gauge", help: help, labels: labels) { family.samples(named: name) }
        return family
    }

    /// A gauge whose value `read` supplies each time the metrics are read, on the reader's thread.
    ///
    /// - Throws: `MetricFault` when the name is not allowed or is registered.
    package func gauge(
        _ name: String, help: String, read: @escaping @Sendable () -> Double
    ) throws(MetricFault) {
        try add(name, type: "gauge", help: help, labels: []) { "\(name) \(read().sample)\n" }
    }

    /// A family of histograms with fixed upper bounds, which are sorted first.
    ///
    /// - Throws: `MetricFault` when the name or a label is not allowed, or the name is registered.
    package func histograms(
        _ name: String, help: String, labels: [String] = [], bounds: [Double] = Histogram.seconds
    ) throws(MetricFault) -> MetricFamily<Histogram> {
        let rising = Set(bounds.filter(\.isFinite)).sorted()
        let family = MetricFamily(labels: labels) { Histogram(bounds: rising) }
        try add(name, type: "histogram", help: help, labels: labels) { family.samples(named: name) }
        return family
    }

    /// Adds samples of another part, which names them itself; `read` is called each time the metrics are read, first of all.
    ///
    /// A sample whose name belongs to a registered family is left out.
    package func source(_ read: @escaping @Sendable () -> [MetricSample]) {
        sources.withLock { $0.append(read) }
    }

    /// Sets the help texts of samples of other parts, by name.
    package func help(_ texts: [String: String]) { helpTexts.withLock { $0.merge(texts) { $1 } } }

    /// The text of `/metrics`: families by name, each with HELP and TYPE; a family without series has only these.
    package func rendered() -> String {
        let foreign = sources.withLock { Array($0) }.flatMap { $0() }
        // The callbacks run outside the lock because they may take other locks.
        let current = entries.withLock { Array($0) }
        return current.sorted { $0.key < $1.key }
            .map { name, entry in
                "# HELP \(name) \(entry.help.escapedHelp)\n# TYPE \(name) \(entry.type)\n\(entry.samples())"
            }
            .joined()
            + MetricSample.text(
                foreign.filter { sample in current.allSatisfy { $0.key != sample.name } },
                help: helpTexts.withLock { $0 })
    }

    private func add(
        _ name: String, type: String, help: String, labels: [String], samples: @escaping @Sendable () -> String
    ) throws(MetricFault) {
        guard name.isMetricName else { throw .badName(name) }
        if let label = labels.first(where: { !$0.isLabelName }) { throw .badLabel(label, metric: name) }
        let isNew = entries.withLock { entries in
            guard entries[name] == nil else { return false }
            entries[name] = Entry(type: type, help: help, samples: samples)
            return true
        }
        guard isNew else { throw .alreadyRegistered(name) }
    }
}
