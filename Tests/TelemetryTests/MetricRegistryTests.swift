import Synchronization
import Telemetry
import Testing

@Suite struct MetricRegistryTests {
    let registry = MetricRegistry()

    @Test func `counters render with help, type and labels in the order of their values`() throws {
        let family = try registry.counters("hazard_x_total", help: "Things.", labels: ["topic", "shard"])
        family.series("b", "1").add()
        family.series("a", "2").add(41)
        family.series("a", "2").add()
        #expect(
            registry.rendered() == """
                # HELP hazard_x_total Things.
                # TYPE hazard_x_total counter
                hazard_x_total{topic="a",shard="2"} 42
                hazard_x_total{topic="b",shard="1"} 1

                """)
    }

    @Test func `a counter never falls`() throws {
        let counter = try registry.counters("hazard_x_total", help: "x").series()
        counter.add(2)
        counter.add(-1)
        #expect(counter.value == 2)
    }

    @Test func `label values and help texts are escaped`() throws {
        try registry.gauges("hazard_x", help: "a\\b\nc \"d\"", labels: ["l"]).series("a\\b\n\"车道\"").set(1)
        #expect(
            registry.rendered()
                == #"# HELP hazard_x a\\b\nc "d""# + "\n# TYPE hazard_x gauge\n"
                + #"hazard_x{l="a\\b\n\"车道\""} 1"# + "\n")
    }

    @Test(arguments: [
        (0.0, "0"), (-3.0, "-3"), (0.25, "0.25"), (Double.infinity, "+Inf"), (-Double.infinity, "-Inf"),
        (Double.nan, "NaN"), (1_763_798_400.0, "1763798400"),
    ])
    func `numbers are written as Prometheus reads them`(value: Double, text: String) throws {
        try registry.gauges("hazard_x", help: "x").series().set(value)
        #expect(registry.rendered().hasSuffix("hazard_x \(text)\n"))
    }

    @Test func `a gauge with a callback is read each time the metrics are read`() throws {
        let readings = Readings()
        try registry.gauge("hazard_x", help: "x") { readings.next() }
        #expect(registry.rendered().hasSuffix("hazard_x 1\n"))
        #expect(registry.rendered().hasSuffix("hazard_x 2\n"))
    }

    @Test func `values are counted many at a time as one by one`() throws {
        let family = try registry.histograms("hazard_s", help: "s", labels: ["k"], bounds: [1, 10])
        let (single, shared, each) = (family.series("a"), family.series("b"), family.series("c"))
        for _ in 0..<3 { single.observe(2.5) }
        shared.observe(2.5, times: 3)
        shared.observe(0.5, times: 0)
        each.observe(each: [2.5, .nan, 2.5, 2.5])
        let lines = { (histogram: Histogram) in histogram.samples(named: "n", labels: []) }
        #expect(lines(shared) == lines(single) && lines(each) == lines(single))
        #expect(shared.total.count == 3 && shared.total.sum == 7.5)
    }

    @Test func `a histogram has cumulative buckets, the last one without bound`() throws {
        let family = try registry.histograms("hazard_s", help: "s", labels: ["k"], bounds: [1, 0.1, .infinity])
        let histogram = family.series("v")
        for value in [0.1, 0.5, 1.0, 7.0, .nan] { histogram.observe(value) }
        #expect(
            registry.rendered() == """
                # HELP hazard_s s
                # TYPE hazard_s histogram
                hazard_s_bucket{k="v",le="0.1"} 1
                hazard_s_bucket{k="v",le="1"} 3
                hazard_s_bucket{k="v",le="+Inf"} 4
                hazard_s_sum{k="v"} 8.6
                hazard_s_count{k="v"} 4

                """)
        #expect(histogram.total.count == 4)
    }

    @Test func `a family has a bounded number of series`() throws {
        let family = try registry.counters("hazard_x_total", help: "x", labels: ["l"])
        for number in 0..<(MetricFamily<Counter>.limit + 50) { family.series("v\(number)").add() }
        let samples = registry.rendered().split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(samples.count == MetricFamily<Counter>.limit + 1)
        #expect(samples.contains(#"hazard_x_total{l="other"} 50"#))
        family.series("v0").add()
        #expect(family.series("v0").value == 2, "what is known stays apart")
    }

    @Test func `too few label values are empty and too many ignored`() throws {
        let family = try registry.counters("hazard_x_total", help: "x", labels: ["a", "b"])
        #expect(family.series("1") === family.series("1", ""))
        #expect(family.series("1", "2") === family.series("1", "2", "3"))
    }

    @Test(arguments: ["", "9x", "hazard-x", "hazard x", "车"]) func `a bad name is refused`(name: String) {
        #expect(throws: MetricFault.badName(name)) { try registry.counters(name, help: "x") }
        #expect(throws: MetricFault.badLabel(name, metric: "x")) { try registry.gauges("x", help: "x", labels: [name]) }
    }

    @Test(arguments: ["le", "__name__"]) func `a label name of Prometheus is refused`(label: String) {
        #expect(throws: MetricFault.self) { try registry.histograms("hazard_s", help: "x", labels: [label]) }
    }

    @Test func `a name is registered once`() throws {
        try registry.gauge("hazard_x", help: "x") { 1 }
        #expect(throws: MetricFault.alreadyRegistered("hazard_x")) { try registry.counters("hazard_x", help: "y") }
    }

    @Test func `no increment is lost between threads`() async throws {
        let counters = try registry.counters("hazard_x_total", help: "x", labels: ["l"])
        let histogram = try registry.histograms("hazard_s", help: "s").series()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1_000 {
                        counters.series("a").add()
                        histogram.observe(1)
                    }
                }
            }
            group.addTask { for _ in 0..<10 { _ = self.registry.rendered() } }
        }
        #expect(counters.series("a").value == 8_000)
        #expect(histogram.total == (8_000, 8_000))
    }

    @Test func `samples of another part follow, grouped by family, without names that are registered`() throws {
        let registry = MetricRegistry()
        registry.help(["z": "Theirs,\nin words.", "nobody": "No sample has this name."])
        try registry.counters("a_total", help: "Ours.").series().add(2)
        registry.source {
            [
                MetricSample(name: "z", labels: ["p": "1"], value: 1), MetricSample(name: "b_total", value: 7),
                MetricSample(name: "z", labels: ["p": "0"], value: 2), MetricSample(name: "a_total", value: 9),
                MetricSample(name: "not a name", value: 1),
            ]
        }
        #expect(
            registry.rendered()
                == """
                # HELP a_total Ours.
                # TYPE a_total counter
                a_total 2
                # TYPE b_total counter
                b_total 7
                # HELP z Theirs,\\nin words.
                # TYPE z gauge
                z{p="0"} 2
                z{p="1"} 1

                """)
    }
}

/// Counts its readings.
private final class Readings: Sendable {
    private let readings = Atomic<Int>(0)

    func next() -> Double { Double(readings.wrappingAdd(1, ordering: .relaxed).newValue) }
}
