import HazardCore
import HazardWire
import JSONText
import MessageLog
import TestSupport
import Testing

extension AcceptanceChecks {
    @Test(arguments: TestedLog.here)
    func `check 24: a storm morning of 546 reports becomes one case for each place, and none is lost`(
        _ log: TestedLog
    ) throws {
        let scene = try Scene(log)
        // 26 flooded places in three districts. Different riders report each place 21 times within a few metres.
        let places = 26
        let districts = ["510185", "510108", "510113"]
        let reports = (0..<546).map { number in
            let place = number % places
            let latitude = 30.4 + Double(place) * 0.01 + Double(number / places % 5) * 0.0001
            return scene.reportText(
                "storm-\(number)", "jianyang.sentinel", "phone",
                [
                    "category_hint": "R04", "text": .string("积水，电动车熄火了，第 \(number) 辆"),
                    "reporter": ["ref": .string("rider-\(number)"), "kind": "rider"],
                    "location": [
                        "lat": .double(latitude), "lon": 104.5, "crs": "wgs84",
                        "district": .string(districts[place % districts.count]),
                    ],
                ])
        }
        let waves = stride(from: 0, to: reports.count, by: 91).map { Array(reports[$0..<min($0 + 91, reports.count)]) }
        for wave in waves {
            try scene.post(all: wave)
            try scene.advance(minutes: 40)
        }
        let cases = try scene.cases()
        let filed = cases.flatMap { $0.reports.map(\.reportID) }
        #expect(filed.count == 546)
        #expect(Set(filed).count == 546)
        #expect(cases.count == places)
        #expect(Set(cases.map(\.id.shard)).count > 1)
        #expect(try scene.deadLetters().isEmpty)
        #expect(try scene.queue("drainage").filter { $0.event == .dispatched }.count == places)
        try scene.end()
    }
}
