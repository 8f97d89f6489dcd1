internal import Glibc
internal import Wording

/// Reads files and paths of a configuration.
enum ConfigFile {
    /// The size above which a YAML file or a secret's file is refused: a larger one is a mistake.
    static let maximumBytes = 4 << 20

    /// The bytes of a file.
    ///
    /// - Throws: `ConfigFileFailure` with the system's reason, or when the file is larger than `limit` bytes.
    static func read(_ path: String, atMost limit: Int = maximumBytes) throws(ConfigFileFailure) -> [UInt8] {
        // This call owns the stream and closes it.
        guard let stream = fopen(path, "re") else { throw ConfigFileFailure(path: path, errno: errno) }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&block, 1, block.count, stream)
            bytes.append(contentsOf: block[..<count])
            if bytes.count > limit {
                let megabytes = limit >> 20
                throw ConfigFileFailure(
                    path: path, reason: LocalText(zh: "超过 \(megabytes) MB", en: "larger than \(megabytes) MB"))
            }
            if ferror(stream) != 0 { throw ConfigFileFailure(path: path, errno: errno) }
            if count == 0 { return bytes }
        }
    }

    /// The paths of the `.yaml` files in a directory, sorted by name.
    ///
    /// - Throws: `ConfigFileFailure` with the system's reason.
    static func yamlFiles(in directory: String) throws(ConfigFileFailure) -> [String] {
        try files(in: directory, ending: [".yaml"])
    }

    /// Whether there is a directory of this name.
    static func isDirectory(_ path: String) -> Bool {
        guard let stream = opendir(path) else { return false }
        closedir(stream)
        return true
    }

    /// The paths of the files in a directory whose names have one of these endings, sorted by name, without hidden files.
    ///
    /// - Throws: `ConfigFileFailure` with the system's reason.
    static func files(in directory: String, ending suffixes: [String]) throws(ConfigFileFailure) -> [String] {
        // This call owns the directory stream and closes it; an entry is valid until the next readdir.
        guard let stream = opendir(directory) else { throw ConfigFileFailure(path: directory, errno: errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if suffixes.contains(where: name.hasSuffix), !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted().map { join(directory, $0) }
    }

    /// A path relative to a directory; an absolute path is unchanged, an empty directory is the working directory.
    static func join(_ directory: String, _ path: String) -> String {
        guard !path.hasPrefix("/"), !directory.isEmpty else { return path }
        var rest = path[...]
        while rest.hasPrefix("./") { rest = rest.dropFirst(2) }
        return directory.hasSuffix("/") ? directory + rest : directory + "/" + rest
    }

    /// The directory of a file; empty for one in the working directory.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

/// Why a file could not be read.
struct ConfigFileFailure: Error, Equatable {
    var path: String
    var reason: LocalText

    init(path: String, reason: LocalText) {
        self.path = path
        self.reason = reason
    }

    init(path: String, errno code: Int32) {
        self.init(path: path, reason: SystemError.text(code))
    }
}
