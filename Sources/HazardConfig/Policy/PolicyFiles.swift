internal import ChineseText
internal import Digest
internal import HazardCore
internal import Wording

/// The paths of the files of a policy.
package struct PolicyPaths: Hashable, Sendable {
    package var departments: String
    package var categories: String
    package var routing: String
    package var programmes: String
    /// The phrases that the classifier recognises.
    package var phrases: String
    /// The rules for merging reports.
    package var merging: String
    /// A directory; every `.yaml` file in it is a category scheme.
    package var schemes: String
    /// A directory with a file for every year, and the shifts.
    package var calendar: String
    /// A GeoJSON file or a directory of them; nil when the city has no areas configured.
    package var areas: String?
    /// The models in use and their thresholds; nil when the city uses none.
    package var models: String?
}

/// Reads the files of a policy and checks them against one another.
struct PolicyFiles {
    let problems: ProblemCollector
    let zone: ZoneOffset
    /// The content of every file in a canonical form and order; the rules' hash is its digest.
    private var canonical = ""
    /// Where the bridges carry the tasks of departments.
    private(set) var bridges = DepartmentBridges()

    init(problems: ProblemCollector, zone: ZoneOffset) {
        self.problems = problems
        self.zone = zone
    }

    /// The policy; it must not be used when there are problems.
    mutating func read(_ paths: PolicyPaths) -> Policy {
        let departmentsTree = tree(paths.departments, as: "departments")
        let departments = departmentsTree.map { DepartmentsFile.read($0, problems) }
        let categories = tree(paths.categories, as: "categories").map { CategoriesFile.read($0, problems) }
        // Without the categories every name of one in the other files would be reported, so these files are not read.
        let names = categories.map(CategoryNames.init)
        if let departmentsTree {
            bridges = BridgeReader(problems, ConfigFile.directory(of: paths.departments), names)
                .departments(departmentsTree)
        }
        let programmesTree = tree(paths.programmes, as: "programmes")
        let programmes = names.flatMap { names in
            programmesTree.map { ProgrammesFile(problems: problems, categories: names).read($0) }
        }
        let phrasesTree = tree(paths.phrases, as: "phrases")
        let book = names.flatMap { names in
            phrasesTree.map { PhrasesFile(problems: problems, categories: names).read($0) }
        }
        let mergingTree = tree(paths.merging, as: "merging")
        let merging = names.flatMap { names in
            mergingTree.map { MergingFile(problems: problems, categories: names).read($0) }
        }
        let schemes = readSchemes(paths.schemes, names)
        let routing = tree(paths.routing, as: "routing")
        var table = RoutingTable(rules: [])
        var closeRule = CloseRule.all
        if let routing, let departments, let names, let programmes {
            let vocabulary = RoutingVocabulary(
                departments: departments, categories: names.categories, programmes: Set(programmes.map(\.id)))
            (table, closeRule) = RoutingFile(problems: problems, categories: names, vocabulary: vocabulary)
                .read(routing)
        }
        var known = ModelNames()
        known.programmes = Set((programmes ?? []).map(\.id))
        known.categories = Set((categories ?? []).map(\.id))
        known.departments = Set((departments ?? []).map(\.id))
        let models = readModels(paths.models, known)
        let calendar = readCalendar(paths.calendar)
        let areas = readAreas(paths.areas)
        var policy = Policy(
            departments: departments ?? [], categories: categories ?? [.unclassified], programmes: programmes ?? [],
            schemes: schemes, routing: table,
            basics: PolicyBasics(
                zone: zone, rulesHash: rulesHash(paths), closeRule: closeRule, calendar: calendar))
        policy.merging = merging ?? MergePolicy()
        policy.areas = AreaMap(areas)
        policy.models = models
        if let book, problems.isEmpty { policy.textClassifier = TextClassifier(book) }
        return policy
    }

    /// The tree of one file; nil, with a problem, when it cannot be read.
    static func tree(_ path: String, _ problems: ProblemCollector) -> YamlNode? {
        do throws(ConfigFileFailure) {
            return YamlReader.read(try ConfigFile.read(path), file: path, problems: problems)
        } catch {
            problems.add(at: ConfigPlace(file: path), "", .cannotBeRead(error.reason))
            return nil
        }
    }

    private mutating func tree(_ path: String, as part: String) -> YamlNode? {
        let node = Self.tree(path, problems)
        if let node { canonical += "\(part)\n\(node.canonicalText)\n" }
        return node
    }

    private func yamlFiles(in directory: String) -> [String]? {
        do throws(ConfigFileFailure) {
            return try ConfigFile.yamlFiles(in: directory)
        } catch {
            problems.add(at: ConfigPlace(file: directory), "", .cannotBeRead(error.reason))
            return nil
        }
    }

    private mutating func readCalendar(_ directory: String) -> WorkingCalendar {
        guard let names = yamlFiles(in: directory) else { return WorkingCalendar(zone: zone) }
        var files = CalendarFiles(directory: directory, zone: zone, problems: problems)
        for path in names {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            files.add(tree(path, as: "calendar " + name), name: name, path: path)
        }
        return files.calendar
    }

    private mutating func readAreas(_ path: String?) -> [Area] {
        guard let path, !path.isEmpty else { return [] }
        var files = AreaFiles(problems: problems)
        let areas = files.read(path)
        do throws(DigestFailure) {
            canonical += "areas \(try AreaFiles.digest(of: areas))\n"
        } catch {
            problems.add(at: ConfigPlace(file: path), "", .hashFailed("\(error)"))
        }
        return areas
    }

    /// The models; the hash of each file is part of the rules' hash.
    private mutating func readModels(_ path: String?, _ names: ModelNames) -> ModelPolicy {
        guard let path, !path.isEmpty, let root = tree(path, as: "models") else { return ModelPolicy() }
        let models = ModelsFile(problems: problems, directory: ConfigFile.directory(of: path), names: names).read(root)
        for use in models.uses { canonical += "model \(use.model.hash)\n" }
        return models
    }

    private mutating func readSchemes(_ directory: String, _ names: CategoryNames?) -> [CategoryScheme] {
        guard let files = yamlFiles(in: directory) else { return [] }
        var seen: [String: String] = [:]
        return files.compactMap { file in
            guard let root = tree(file, as: "scheme"), let names,
                let scheme = SchemeFile.read(root, categories: names, problems)
            else { return nil }
            if let first = seen[scheme.id], let place = root["id"]?.place {
                problems.add(
                    at: place, "id", value: scheme.id,
                    LocalText(zh: "另一个代码方案已用此 id", en: "another scheme has this id"),
                    hint: LocalText(zh: "在 \(first)", en: "it is in \(first)"))
            }
            seen[scheme.id] = file
            return scheme
        }
    }

    /// The first 16 hexadecimal digits of the SHA-256 of the canonical text.
    private func rulesHash(_ paths: PolicyPaths) -> String {
        let text = canonical + "zone \(zone.minutes)"
        do throws(DigestFailure) {
            return String(Hex.encode(try SHA256.digest(of: Array(text.utf8))).prefix(16))
        } catch {
            problems.add(at: ConfigPlace(file: paths.routing), "", .hashFailed("\(error)"))
            return ""
        }
    }
}

extension LocalText {
    fileprivate static func hashFailed(_ reason: String) -> LocalText {
        LocalText(zh: "无法计算规则的校验值：“\(reason)”", en: "the rules' hash cannot be computed: \(reason)")
    }
}
