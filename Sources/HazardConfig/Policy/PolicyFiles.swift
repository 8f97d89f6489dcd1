internal import ChineseText
internal import Digest
internal import HazardCore

/// Where the files of a policy are.
package struct PolicyPaths: Hashable, Sendable {
    package var departments: String
    package var categories: String
    package var routing: String
    package var programmes: String
    /// What the words of a report mean.
    package var phrases: String
    /// When a report joins a case that is there.
    package var merging: String
    /// A directory: every `.yaml` file in it is a scheme.
    package var schemes: String
    /// A directory: a file for every year, and the shifts.
    package var calendar: String
    /// A GeoJSON file or a directory of them; nil for a city that draws no areas.
    package var areas: String?
}

/// Reads the files of a policy and checks them against one another.
struct PolicyFiles {
    let findings: Findings
    let zone: ZoneOffset
    /// The day whose year the calendar must cover; nil when nobody is to act on the policy today.
    let today: CivilDate?
    /// The content of every file in a fixed form and order; its digest is the rules' hash.
    private var canonical = ""

    init(findings: Findings, zone: ZoneOffset, today: CivilDate? = nil) {
        self.findings = findings
        self.zone = zone
        self.today = today
    }

    /// The policy; whether it may be used is for the findings to say.
    mutating func read(_ paths: PolicyPaths) -> Policy {
        let departments = tree(paths.departments, as: "departments").map { DepartmentsFile.read($0, findings) }
        let categories = tree(paths.categories, as: "categories").map { CategoriesFile.read($0, findings) }
        // Without the categories that the other files name, every name in them would seem wrong.
        let names = categories.map(CategoryNames.init)
        let programmesTree = tree(paths.programmes, as: "programmes")
        let programmes = names.flatMap { names in
            programmesTree.map { ProgrammesFile(findings: findings, categories: names).read($0) }
        }
        let phrasesTree = tree(paths.phrases, as: "phrases")
        let book = names.flatMap { names in
            phrasesTree.map { PhrasesFile(findings: findings, categories: names).read($0) }
        }
        let mergingTree = tree(paths.merging, as: "merging")
        let merging = names.flatMap { names in
            mergingTree.map { MergingFile(findings: findings, categories: names).read($0) }
        }
        let schemes = readSchemes(paths.schemes, names)
        let routing = tree(paths.routing, as: "routing")
        var table = RoutingTable(rules: [])
        var closeRule = CloseRule.all
        if let routing, let departments, let names, let programmes {
            let vocabulary = RoutingVocabulary(
                departments: departments, categories: names.categories, programmes: Set(programmes.map(\.id)))
            (table, closeRule) = RoutingFile(findings: findings, categories: names, vocabulary: vocabulary)
                .read(routing)
        }
        let calendar = readCalendar(paths.calendar)
        let areas = readAreas(paths.areas)
        var policy = Policy(
            departments: departments ?? [], categories: categories ?? [.unclassified], programmes: programmes ?? [],
            schemes: schemes, routing: table,
            basics: PolicyBasics(
                zone: zone, rulesHash: rulesHash(paths), closeRule: closeRule, calendar: calendar))
        policy.merging = merging ?? MergePolicy()
        policy.areas = AreaMap(areas)
        if let book, findings.isEmpty { policy.textClassifier = TextClassifier(book) }
        return policy
    }

    /// The tree of one file; nil, with a finding, when it cannot be read.
    static func tree(_ path: String, _ findings: Findings) -> YamlNode? {
        do throws(ConfigFileFailure) {
            return YamlReader.read(try ConfigFile.read(path), file: path, findings: findings)
        } catch {
            findings.add(at: ConfigPlace(file: path), "", "cannot be read: \(error.reason)")
            return nil
        }
    }

    private mutating func tree(_ path: String, as part: String) -> YamlNode? {
        let node = Self.tree(path, findings)
        if let node { canonical += "\(part)\n\(node.canonicalText)\n" }
        return node
    }

    private func yamlFiles(in directory: String) -> [String]? {
        do throws(ConfigFileFailure) {
            return try ConfigFile.yamlFiles(in: directory)
        } catch {
            findings.add(at: ConfigPlace(file: directory), "", "cannot be read: \(error.reason)")
            return nil
        }
    }

    private mutating func readCalendar(_ directory: String) -> WorkingCalendar {
        guard let names = yamlFiles(in: directory) else { return WorkingCalendar(zone: zone) }
        var files = CalendarFiles(directory: directory, zone: zone, findings: findings)
        for path in names {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            files.take(tree(path, as: "calendar " + name), name: name, path: path)
        }
        return files.calendar(today: today)
    }

    private mutating func readAreas(_ path: String?) -> [Area] {
        guard let path, !path.isEmpty else { return [] }
        var files = AreaFiles(findings: findings)
        let areas = files.read(path)
        do throws(DigestFailure) {
            canonical += "areas \(try AreaFiles.digest(of: areas))\n"
        } catch {
            findings.add(at: ConfigPlace(file: path), "", "the rules' hash cannot be made: \(error)")
        }
        return areas
    }

    private mutating func readSchemes(_ directory: String, _ names: CategoryNames?) -> [CategoryScheme] {
        guard let files = yamlFiles(in: directory) else { return [] }
        var seen: [String: String] = [:]
        return files.compactMap { file in
            guard let root = tree(file, as: "scheme"), let names,
                let scheme = SchemeFile.read(root, categories: names, findings)
            else { return nil }
            if let first = seen[scheme.id], let place = root["id"]?.place {
                findings.add(at: place, "id", value: scheme.id, "another scheme has this id", hint: "it is in \(first)")
            }
            seen[scheme.id] = file
            return scheme
        }
    }

    /// SHA-256 over the canonical text, the first 16 hexadecimal digits of it.
    private func rulesHash(_ paths: PolicyPaths) -> String {
        let text = canonical + "zone \(zone.minutes)"
        do throws(DigestFailure) {
            return String(Hex.encode(try SHA256.digest(of: Array(text.utf8))).prefix(16))
        } catch {
            findings.add(at: ConfigPlace(file: paths.routing), "", "the rules' hash cannot be made: \(error)")
            return ""
        }
    }
}
