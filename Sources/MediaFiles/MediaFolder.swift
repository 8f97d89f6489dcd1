internal import Digest
internal import Glibc
internal import JSONText

/// The folder of the pictures (`media.directory`), by the SHA-256 of their bytes. Several servers may share it.
///
/// Every file is written under another name first and then renamed, so that each reader sees a whole file or none.
package struct MediaFolder: Sendable {
    package let path: String

    /// Which form of a picture is meant.
    package enum Form: String, CaseIterable, Sendable {
        /// The bytes as they came.
        case original = "raw"
        /// Without place, device, times, names and comments.
        case stripped
        case small = "small.jpg"
        case large = "large.jpg"
    }

    private static let factsName = "json"

    /// Creates the folder when it is absent.
    ///
    /// - Throws: `MediaFault` when it cannot be created or written to.
    package init(_ path: String) throws(MediaFault) {
        self.path = path
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part + "/"
            try Self.make(made)
        }
        for name in ["new", "attached", "marks"] { try Self.make(path + "/" + name) }
        guard access(path + "/new", W_OK | X_OK) == 0 else { throw MediaFault(lastErrorAt: path) }
    }

    private static func make(_ folder: String) throws(MediaFault) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw MediaFault(lastErrorAt: folder) }
    }

    // MARK: - Pictures

    /// Whether this is the SHA-256 of something, in 64 lower-case digits. Nothing else becomes part of a path.
    package static func isName(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 2 * SHA256.byteCount
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// Stores a picture, and says whether it is new. The 24 hours of a picture that no case has begin again.
    ///
    /// - Throws: `MediaFault` when the disk refuses.
    package func put(
        _ media: InspectedMedia, _ bytes: [UInt8], from department: String?
    ) throws(MediaFault) -> (facts: MediaFacts, isNew: Bool) {
        guard let digest = try? SHA256.digest(of: bytes) else { throw MediaFault(lastErrorAt: path) }
        let name = Hex.encode(digest)
        let known = facts(of: name)
        var facts = MediaFacts(sha256: name, kind: media.kind, size: bytes.count, place: media.place)
        facts.departments = known?.departments ?? []
        if let department, !facts.departments.contains(department) { facts.departments.append(department) }
        try Self.make(folder(of: name))
        if known == nil { try write(media.stripped, to: file(name, .stripped)) }
        try write(facts.bytes, to: factsFile(name))
        if known == nil { try write(bytes, to: file(name, .original)) }
        return (facts, known == nil)
    }

    /// What is known of a picture; nil when it is not stored.
    package func facts(of name: String) -> MediaFacts? {
        guard Self.isName(name), access(file(name, .original), R_OK) == 0, let bytes = Self.read(factsFile(name)) else {
            return nil
        }
        return MediaFacts(name, bytes)
    }

    /// The bytes of one form; nil when there is none.
    package func bytes(of name: String, _ form: Form) -> [UInt8]? {
        Self.isName(name) ? Self.read(file(name, form)) : nil
    }

    /// The path of one form, whether it exists or not.
    func file(_ name: String, _ form: Form) -> String { "\(folder(of: name))/\(name).\(form.rawValue)" }

    private func factsFile(_ name: String) -> String { "\(folder(of: name))/\(name).\(Self.factsName)" }

    private func folder(of name: String) -> String { "\(path)/\(name.prefix(2))" }

    /// Removes every form of a picture; the original goes first, so that it counts as unknown at once.
    func remove(_ name: String) {
        for form in Form.allCases { unlink(file(name, form)) }
        unlink(factsFile(name))
    }

    /// Every picture, and when it was stored last, in seconds since 1970.
    func all() -> [(name: String, storedAt: Int)] {
        var found: [(name: String, storedAt: Int)] = []
        for folder in Self.names(in: path) where folder.utf8.count == 2 {
            for file in Self.names(in: "\(path)/\(folder)") {
                let parts = file.split(separator: ".", maxSplits: 1)
                guard parts.count == 2, parts[1] == Self.factsName, Self.isName(parts[0]) else { continue }
                if let time = Self.modified("\(path)/\(folder)/\(file)") { found.append((String(parts[0]), time)) }
            }
        }
        return found
    }

    // MARK: - Files

    /// A name for a file that is being written.
    func temporaryFile() -> String { "\(path)/new/\(getpid())-\(UInt64.random(in: .min ... .max))" }

    /// Removes files that a server left unfinished longer ago than an hour.
    func removeUnfinished(at now: Int) {
        for name in Self.names(in: path + "/new") {
            let file = "\(path)/new/\(name)"
            if let time = Self.modified(file), time < now - 3600 { unlink(file) }
        }
    }

    /// Writes a whole file durably, and puts it in place.
    ///
    /// - Throws: `MediaFault` when the disk refuses.
    func write(_ bytes: [UInt8], to file: String) throws(MediaFault) {
        let temporary = temporaryFile()
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw MediaFault(lastErrorAt: temporary) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { break }
            written += max(0, count)
        }
        let isWhole = written == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isWhole, rename(temporary, file) == 0 else {
            let fault = MediaFault(lastErrorAt: file)
            unlink(temporary)
            throw fault
        }
    }

    /// The whole file; nil when it cannot be read.
    static func read(_ file: String) -> [UInt8]? {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size < 256 << 20 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var filled = 0
        while filled < bytes.count {
            let count = bytes[filled...].withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return nil }
            filled += count
        }
        return bytes
    }

    /// When a file was written last, in seconds since 1970; nil when there is none.
    static func modified(_ file: String) -> Int? {
        var status = stat()
        return stat(file, &status) == 0 ? Int(status.st_mtim.tv_sec) : nil
    }

    static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}

/// What is known of a stored picture.
package struct MediaFacts: Sendable {
    package let sha256: String
    package var kind: MediaKind
    package var size: Int
    /// The place that the camera wrote into it.
    package var place: MediaPlace?
    /// The departments that sent it: they may see it before a case has it.
    package var departments: [String] = []

    init(sha256: String, kind: MediaKind, size: Int, place: MediaPlace?) {
        self.sha256 = sha256
        self.kind = kind
        self.size = size
        self.place = place
    }

    init?(_ name: String, _ bytes: [UInt8]) {
        guard let value = try? JSONValue(reading: bytes), let kind = value["mime"]?.string.flatMap(MediaKind.init),
            case .int(let size)? = value["size"]
        else { return nil }
        self.init(sha256: name, kind: kind, size: Int(size), place: nil)
        if let latitude = value["lat"]?.double, let longitude = value["lon"]?.double {
            place = MediaPlace(latitude: latitude, longitude: longitude)
        }
        departments = (value["departments"]?.array ?? []).compactMap(\.string)
    }

    var bytes: [UInt8] {
        var members: [JSONValue.Member] = [.init("mime", .string(kind.mime)), .init("size", .int(Int64(size)))]
        if let place { members += [.init("lat", .double(place.latitude)), .init("lon", .double(place.longitude))] }
        members.append(.init("departments", .array(departments.map { .string($0) })))
        return JSONValue.object(members).bytes
    }
}
