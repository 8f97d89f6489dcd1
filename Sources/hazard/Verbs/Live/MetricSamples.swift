/// The samples of `/metrics` (the text format of Prometheus), for figures that no other answer has.
struct MetricSamples {
    private struct Sample {
        let labels: [String: String]
        let value: Double
    }

    private var samples: [String: [Sample]] = [:]

    /// Reads the page; lines of another form are left out.
    init(_ page: String) {
        for line in page.split(separator: "\n") where !line.hasPrefix("#") {
            guard let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...]) else {
                continue
            }
            let name = line[..<space]
            let brace = name.firstIndex(of: "{") ?? name.endIndex
            let labels = brace == name.endIndex ? [:] : Self.labels(name[name.index(after: brace)...].dropLast())
            samples[String(name[..<brace]), default: []].append(Sample(labels: labels, value: value))
        }
    }

    /// Reads `a="1",b="2"`. Values of this program's labels have no quotes.
    private static func labels(_ text: Substring) -> [String: String] {
        var labels: [String: String] = [:]
        for part in text.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            labels[String(pair[0])] = String(pair[1].dropFirst().dropLast())
        }
        return labels
    }

    /// The sum of a metric's samples; nil when there are none.
    func sum(_ name: String) -> Double? { samples[name].map { $0.reduce(0) { $0 + $1.value } } }

    /// The samples of a metric, added up by one of their labels.
    func sums(_ name: String, by label: String) -> [String: Double] {
        var sums: [String: Double] = [:]
        for sample in samples[name] ?? [] { sums[sample.labels[label] ?? "", default: 0] += sample.value }
        return sums
    }
}
