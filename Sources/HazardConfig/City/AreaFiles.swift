internal import Digest
internal import HazardCore
internal import JSONText
internal import Wording

/// Reads the areas of a city: a GeoJSON file, or every `.geojson` and `.json` of a directory.
struct AreaFiles {
    /// A city of 3,000 areas drawn finely has about 25 MB.
    static let maximumBytes = 128 << 20

    let findings: Findings
    private var areas: [Area] = []
    /// Where each code was seen first.
    private var seen: [String: String] = [:]
    private var withLevel: (code: String, place: String)?
    private var withoutLevel: (code: String, place: String)?

    init(findings: Findings) {
        self.findings = findings
    }

    /// The areas of a path, in the order of files and features; none, with findings, when they cannot be used.
    mutating func read(_ path: String) -> [Area] {
        let files: [String]
        do throws(ConfigFileFailure) {
            files =
                ConfigFile.isDirectory(path) ? try ConfigFile.files(in: path, ending: [".geojson", ".json"]) : [path]
        } catch {
            findings.add(at: ConfigPlace(file: path), "", "cannot be read: \(error.reason)")
            return []
        }
        if files.isEmpty {
            findings.add(
                at: ConfigPlace(file: path), "policy.areas", "holds no area",
                hint: "put .geojson files there, or leave policy.areas out: then no report is out of area")
        }
        for file in files { take(file) }
        checkLevels()
        return areas
    }

    private mutating func take(_ file: String) {
        let bytes: [UInt8]
        do throws(ConfigFileFailure) {
            bytes = try ConfigFile.read(file, atMost: Self.maximumBytes)
        } catch {
            findings.add(at: ConfigPlace(file: file), "", "cannot be read: \(error.reason)")
            return
        }
        do throws(JSONFault) {
            let root = try JSONValue(reading: bytes)
            let read = AreaFile(file: file, findings: findings).read(root)
            if read.isEmpty, findings.isEmpty {
                findings.add(
                    at: ConfigPlace(file: file), "features", "holds no area", hint: "add features, or remove the file")
            }
            for found in read { add(found, file) }
        } catch {
            findings.add(
                at: ConfigPlace(file: file), error.path(in: bytes), "is not JSON: " + error.problem(in: bytes).en,
                hint: "at byte \(error.offset)")
        }
    }

    private mutating func add(_ found: AreaFile.Found, _ file: String) {
        let code = found.area.code
        let place = "\(file) \(found.path)"
        if let first = seen[code] {
            findings.add(
                at: ConfigPlace(file: file), found.path + ".properties.code", value: code, "another area has this code",
                hint: "it is in \(first); an area in several pieces is one MultiPolygon")
        } else {
            seen[code] = place
        }
        if found.area.level == nil {
            withoutLevel = withoutLevel ?? (code, place)
        } else {
            withLevel = withLevel ?? (code, place)
        }
        areas.append(found.area)
    }

    /// Areas with and without a level could not be put in one order.
    private func checkLevels() {
        guard let withLevel, let withoutLevel else { return }
        findings.add(
            at: ConfigPlace(file: withoutLevel.place), "level", value: withoutLevel.code,
            "has no level, and \(withLevel.code) has one",
            hint:
                "give every area a level (\(AreaLevel.allCases.map(\.rawValue).joined(separator: ", "))), or none: then the "
                + "smallest area round a point is the most exact")
    }

    /// A digest of everything in the areas that can decide something.
    static func digest(of areas: [Area]) throws(DigestFailure) -> String {
        var bytes: [UInt8] = []
        func append(_ ring: [Point]) {
            bytes.append(UInt8(ascii: "\n"))
            for point in ring {
                for value in [point.latitude, point.longitude] {
                    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
                }
            }
        }
        for area in areas.sorted(by: { $0.code < $1.code }) {
            bytes += Array("\n\(area.code) \(area.level?.rawValue ?? "-") \(area.name)".utf8)
            for polygon in area.polygons {
                append(polygon.outer)
                for hole in polygon.holes { append(hole) }
            }
        }
        return Hex.encode(try SHA256.digest(of: bytes))
    }
}
