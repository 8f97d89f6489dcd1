internal import Digest
internal import HazardCore
internal import JSONText
internal import Wording

/// Reads the areas of a city: a GeoJSON file, or every `.geojson` and `.json` of a directory.
struct AreaFiles {
    /// The size above which a file is refused; a city of 3,000 finely drawn areas has about 25 MB.
    static let maximumBytes = 128 << 20

    let problems: ProblemCollector
    private var areas: [Area] = []
    /// The file and feature where each code was first used.
    private var seen: [String: String] = [:]
    private var withLevel: (code: String, place: String)?
    private var withoutLevel: (code: String, place: String)?

    init(problems: ProblemCollector) {
        self.problems = problems
    }

    /// The areas of a path, in the order of files and features; they must not be used when there are problems.
    mutating func read(_ path: String) -> [Area] {
        let files: [String]
        do throws(ConfigFileFailure) {
            files =
                ConfigFile.isDirectory(path) ? try ConfigFile.files(in: path, ending: [".geojson", ".json"]) : [path]
        } catch {
            problems.add(at: ConfigPlace(file: path), "", .cannotBeRead(error.reason))
            return []
        }
        if files.isEmpty {
            problems.add(
                at: ConfigPlace(file: path), "policy.areas", Self.noArea,
                hint: LocalText(
                    zh: "放入 .geojson 文件，或删去 policy.areas：那时没有上报会超出范围",
                    en: "put .geojson files there, or leave policy.areas out: then no report is out of area"))
        }
        for file in files { readFile(file) }
        checkLevels()
        return areas
    }

    private mutating func readFile(_ file: String) {
        let bytes: [UInt8]
        do throws(ConfigFileFailure) {
            bytes = try ConfigFile.read(file, atMost: Self.maximumBytes)
        } catch {
            problems.add(at: ConfigPlace(file: file), "", .cannotBeRead(error.reason))
            return
        }
        do throws(JSONFault) {
            let root = try JSONValue(reading: bytes)
            let read = AreaFile(file: file, problems: problems).read(root)
            if read.isEmpty, problems.isEmpty {
                problems.add(
                    at: ConfigPlace(file: file), "features", Self.noArea,
                    hint: LocalText(zh: "加入要素，或删去此文件", en: "add features, or remove the file"))
            }
            for feature in read { add(feature, file) }
        } catch {
            let problem = error.problem(in: bytes)
            problems.add(
                at: ConfigPlace(file: file), error.path(in: bytes),
                LocalText(zh: "不是 JSON：\(problem.zh)", en: "is not JSON: \(problem.en)"),
                hint: LocalText(zh: "字节偏移 \(error.offset)", en: "at byte \(error.offset)"))
        }
    }

    private static let noArea = LocalText(zh: "没有任何区域", en: "holds no area")

    private mutating func add(_ feature: AreaFile.Feature, _ file: String) {
        let code = feature.area.code
        let place = "\(file) \(feature.path)"
        if let first = seen[code] {
            problems.add(
                at: ConfigPlace(file: file), feature.path + ".properties.code", value: code,
                LocalText(zh: "另一个区域已用此代码", en: "another area has this code"),
                hint: LocalText(
                    zh: "在 \(first)；由几块组成的区域应为一个 MultiPolygon",
                    en: "it is in \(first); an area in several pieces is one MultiPolygon"))
        } else {
            seen[code] = place
        }
        if feature.area.level == nil {
            withoutLevel = withoutLevel ?? (code, place)
        } else {
            withLevel = withLevel ?? (code, place)
        }
        areas.append(feature.area)
    }

    /// Either every area has a level or none has: otherwise they cannot be put into one order.
    private func checkLevels() {
        guard let withLevel, let withoutLevel else { return }
        let levels = AreaLevel.allCases.map(\.rawValue)
        problems.add(
            at: ConfigPlace(file: withoutLevel.place), "level", value: withoutLevel.code,
            LocalText(
                zh: "没有层级，而 \(withLevel.code) 有", en: "has no level, and \(withLevel.code) has one"),
            hint: LocalText(
                zh: "每个区域都写层级，即 \(levels.joined(separator: "、"))；或都不写：那时取包含该点的最小区域",
                en:
                    "give every area a level (\(levels.joined(separator: ", "))), or none: then the smallest area around a "
                    + "point is the most exact"))
    }

    /// SHA-256 over everything in the areas that affects a decision, in hexadecimal digits.
    ///
    /// - Throws: `DigestFailure` when libcrypto fails.
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
