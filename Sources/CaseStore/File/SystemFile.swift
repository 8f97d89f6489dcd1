internal import Glibc

/// Whole small files of the store's directory, by system calls.
enum SystemFile {
    /// The file's bytes; nil when there is none.
    static func read(_ path: String) throws(StoreFault) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw StoreFault(.disk(reason: lastError()), path: path) }
            return nil
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw StoreFault(.disk(reason: lastError()), path: path) }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    /// Writes a new file, readable by its owner alone, that is there whole or not at all.
    static func create(_ path: String, bytes: [UInt8]) throws(StoreFault) {
        let draft = path + ".new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreFault(.disk(reason: lastError()), path: draft) }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0, write(descriptor, bytes, bytes.count) == bytes.count,
            fsync(descriptor) == 0, rename(draft, path) == 0
        else { throw StoreFault(.disk(reason: lastError()), path: path) }
        try sync(directoryOf: path)
    }

    /// The permission bits.
    static func mode(_ path: String) throws(StoreFault) -> UInt32 {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw StoreFault(.disk(reason: lastError()), path: path) }
        return facts.st_mode & 0o777
    }

    /// The size in bytes; 0 when there is no such file.
    static func size(_ path: String) -> Int {
        var facts = stat()
        return stat(path, &facts) == 0 ? Int(facts.st_size) : 0
    }

    /// The last call's error in the system's words.
    static func lastError() -> String { String(cString: strerror(errno)) }

    /// Makes a rename last through a power cut.
    private static func sync(directoryOf path: String) throws(StoreFault) {
        let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let descriptor = open(directory.isEmpty ? "/" : directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreFault(.disk(reason: lastError()), path: directory) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StoreFault(.disk(reason: lastError()), path: directory) }
    }
}
