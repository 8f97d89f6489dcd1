import Foundation
import HazardConfig
import HazardCore
import TestSupport
import Testing
import Wording

/// Areas as GeoJSON: what is accepted, and that every mistake is reported at its place.
struct AreaFilesTests {
    private static let ring = "[[104,30],[105,30],[105,31],[104,31],[104,30]]"

    private static func feature(
        _ code: String, _ coordinates: String = "[\(ring)]", type: String = "Polygon", more: String = ""
    ) -> String {
        #"{"type":"Feature","properties":{"code":"\#(code)","name":"名"\#(more)},"#
            + #""geometry":{"type":"\#(type)","coordinates":\#(coordinates)}}"#
    }

    private static func collection(_ features: String...) -> String {
        #"{"type":"FeatureCollection","features":[\#(features.joined(separator: ","))]}"#
    }

    private func folder(_ text: String) throws -> ConfigFolder {
        try ConfigFolder(["hazard.yaml": "policy: {areas: city.geojson}\n", "city.geojson": text])
    }

    /// The problems as `keyPath: problem`.
    private func problems(_ text: String) throws -> [String] {
        try folder(text).problems().map { "\($0.keyPath): \($0.problem.en)" }
    }

    @Test func `without the setting there are no areas`() throws {
        #expect(try ConfigFolder().loaded().policy.areas.isEmpty)
    }

    @Test func `polygons with holes, several pieces and a single feature are areas`() throws {
        let hole = "[[104.4,30.4],[104.6,30.4],[104.6,30.6],[104.4,30.4]]"
        let text = Self.collection(
            Self.feature("a", "[\(Self.ring),\(hole)]", more: #","name_en":"A","level":"district","adcode":1"#),
            Self.feature("b", "[[\(Self.ring)]]", type: "MultiPolygon", more: #","level":"grid""#))
        let config = try folder(text).loaded()
        let areas = config.policy.areas.areas
        #expect(areas.map(\.code) == ["b", "a"] && areas.last?.nameEnglish == "A" && areas.last?.level == .district)
        #expect(areas.last?.polygons.first?.holes.count == 1 && areas.last?.polygons.first?.outer.count == 4)
        #expect(config.effective.contains { $0.key == "policy.areas.count" && $0.value == "2" })
        #expect(try folder(Self.feature("one")).loaded().policy.areas.areas.map(\.code) == ["one"])
    }

    @Test func `a directory gives the areas of all its files, and a code is used once`() throws {
        let folder = try ConfigFolder(["hazard.yaml": "policy: {areas: calendar}\n"])
        for (name, text) in [("1.geojson", Self.feature("a")), ("2.json", Self.feature("b")), ("README.md", "?")] {
            try Data(text.utf8).write(to: folder.url.appendingPathComponent("calendar/\(name)"))
        }
        #expect(try folder.loaded().policy.areas.areas.map(\.code) == ["a", "b"])
        try Data(Self.feature("a").utf8).write(to: folder.url.appendingPathComponent("calendar/2.json"))
        let problem = try #require(folder.problems().first)
        #expect(problem.keyPath.hasSuffix("properties.code") && problem.value == "a")
        #expect(problem.place.file.hasSuffix("calendar/2.json") && problem.hint?.en.contains("1.geojson") == true)
    }

    @Test func `all mistakes are reported together, each at its place`() throws {
        let text = Self.collection(
            Self.feature("a", "[[[104,30],[105,30],[105,31],[104,31]]]"),
            Self.feature("b", "[[[104,30],[105,30],[104,30]]]"),
            Self.feature("c", "[[[30,104],[30,105],[31,105],[30,104]]]"),
            Self.feature("d", "[[[104,30],[204,30],[105,31],[104,30]]]"),
            Self.feature("e", "[[104,30],[105,30]]", type: "LineString"), Self.feature("f", "[]", type: "Circle"),
            Self.feature("a b"), #"{"type":"Feature","properties":{"adcode":510185,"name":"x"},"geometry":null}"#,
            Self.feature("g", "[[[104,30],[105,30],[105,30],[104,30]]]"),
            Self.feature("h", "[[[11583012,3564512],[11583012,3564512],[11583012,3564512],[11583012,3564512]]]"),
            Self.feature("i", "[\(Self.ring),[[106,30],[107,30],[107,31],[106,30]]]"),
            Self.feature("j", "[[\"x\"]]"), Self.feature("k", more: #","level":"street""#), Self.feature("l", "[]"))
        #expect(
            try problems(text) == [
                "features[0].geometry.coordinates[0]: is not closed",
                "features[1].geometry.coordinates[0]: has 3 positions",
                "features[2].geometry.coordinates[0][0]: seems to be latitude first",
                "features[3].geometry.coordinates[0][1]: is out of range",
                "features[4].geometry.type: is not the outline of an area",
                "features[5].geometry.type: is not a geometry type", "features[6].properties.code: is not a valid code",
                "features[7].properties.code: is missing", "features[7].geometry: is missing",
                "features[8].geometry.coordinates[0]: encloses no area",
                "features[9].geometry.coordinates[0][0]: is not in degrees",
                "features[10].geometry.coordinates[1]: is a hole outside of its polygon",
                "features[11].geometry.coordinates[0][0]: is not a position",
                "features[12].properties.level: is not a level",
                "features[13].geometry.coordinates: must be a list of rings, and not empty",
            ])
    }

    @Test func `each mistake has a hint that says how to correct it`() throws {
        let hints = try folder(
            Self.collection(
                Self.feature("a", "[[[104,30],[105,30],[105,31],[104,31]]]"),
                #"{"type":"Feature","properties":{"adcode":510185,"name":"x"},"geometry":null}"#,
                #"{"type":"Feature","properties":{"code":510185,"name":"x"},"geometry":null}"#)
        ).problems().compactMap(\.hint?.en)
        #expect(hints.contains { $0.contains("append [104,30]") })
        #expect(hints.contains { $0.contains("is it adcode?") })
        #expect(hints.contains { $0.contains("in quotation marks") })
    }

    @Test func `a file that is not a collection of areas is refused with the reason`() throws {
        #expect(try problems("{").first?.hasPrefix(": is not JSON: the document ends too early") == true)
        #expect(
            try problems(#"{"type":"Polygon","coordinates":[]}"#) == ["type: is not a FeatureCollection or Feature"])
        #expect(try problems(#"{"type":"FeatureCollection"}"#).first == "features: must be a list of features")
        #expect(try problems(#"{"type":"FeatureCollection","features":[]}"#) == ["features: holds no area"])
        let crs = #"{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:3857"}},"features":["#
        #expect(try problems(crs + Self.feature("a") + "]}") == ["crs: is not WGS-84"])
        let mixed = Self.collection(Self.feature("a", more: #","level":"grid""#), Self.feature("b"))
        #expect(try problems(mixed) == ["level: has no level, and a has one"])
        let missing = try ConfigFolder(["hazard.yaml": "policy: {areas: nowhere.geojson}\n"]).problems()
        #expect(missing.map(\.problem.en) == ["cannot be read: No such file or directory"])
        let empty = try ConfigFolder(["hazard.yaml": "policy: {areas: schemes}\n"]).problems()
        #expect(empty.map(\.problem.en) == ["holds no area"])
    }

    @Test func `the rules' hash depends on the areas, not on the layout of their files`() throws {
        let text = Self.collection(Self.feature("a"), Self.feature("b"))
        let hash = try folder(text).loaded().policy.rulesHash
        #expect(try ConfigFolder().loaded().policy.rulesHash != hash)
        #expect(try folder(text.replacing(",", with: " ,\n")).loaded().policy.rulesHash == hash)
        #expect(try folder(Self.collection(Self.feature("b"), Self.feature("a"))).loaded().policy.rulesHash == hash)
        #expect(try folder(text.replacing("[104,31]", with: "[104,31.5]")).loaded().policy.rulesHash != hash)
    }
}
