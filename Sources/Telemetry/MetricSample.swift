/// One number of a metric that is not registered as a family.
package struct MetricSample: Hashable, Sendable {
    package var name: String
    package var labels: [String: String]
    package var value: Double

    package init(name: String, labels: [String: String] = [:], value: Double) {
        self.name = name
        self.labels = labels
        self.value = value
    }

    /// The samples as Prometheus text, grouped and sorted by name, with the help text of each name that has one.
    static func text(_ samples: [MetricSample], help: [String: String]) -> String {
        let families = Dictionary(grouping: samples.filter { $0.name.isMetricName }, by: \.name)
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            if let help = help[name] { text += "# HELP \(name) \(help.escapedHelp)\n" }
            text += "# TYPE \(name) \(name.hasSuffix("_total") ? "counter" : "gauge")\n"
            text += family.map(\.line).sorted().joined()
        }
        return text
    }

    private var line: String {
        let pairs = labels.filter { $0.key.isLabelName }.sorted { $0.key < $1.key }
            .map { "\($0.key)=\"\($0.value.escapedLabel)\"" }
        return name + (pairs.isEmpty ? "" : "{" + pairs.joined(separator: ",") + "}") + " \(value.sample)\n"
    }
}
