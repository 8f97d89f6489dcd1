internal import Glibc
internal import Wording

/// Reads and writes whole small files of the store's directory.
enum SystemFile {
    /// The file's bytes; nil when there is no file.
    ///
    /// - Throws: `.disk`.
    static func read(_ path: String) throws(StoreFault) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw StoreFault(.disk(reason: SystemError.last()), path: path) }
            return nil
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw StoreFault(.disk(reason: SystemError.last()), path: path) }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    /// Writes a new file that only its owner can read; after a crash it is complete or does not exist.
    ///
    /// - Throws: `.disk`.
    static func create(_ path: String, bytes: [UInt8]) throws(StoreFault) {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreFault(.disk(reason: SystemError.last()), path: temporary) }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0, write(descriptor, bytes, bytes.count) == bytes.count,
            fsync(descriptor) == 0, rename(temporary, path) == 0
        else { throw StoreFault(.disk(reason: SystemError.last()), path: path) }
        try sync(directoryOf: path)
    }

    /// Makes a file that only its owner can read, or takes the rights of others from an existing one; SQLite gives the files
    /// beside it the same rights.
    ///
    /// - Throws: `.disk`.
    static func makePrivate(_ path: String) throws(StoreFault) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreFault(.disk(reason: SystemError.last()), path: path) }
        defer { close(descriptor) }
        var attributes = stat()
        guard fstat(descriptor, &attributes) == 0, attributes.st_mode & 0o077 != 0 else { return }
        guard fchmod(descriptor, 0o600) == 0 else { throw StoreFault(.disk(reason: SystemError.last()), path: path) }
        for suffix in ["-wal", "-shm"] { _ = chmod(path + suffix, 0o600) }
    }

    /// The permission bits.
    ///
    /// - Throws: `.disk`.
    static func mode(_ path: String) throws(StoreFault) -> UInt32 {
        var attributes = stat()
        guard stat(path, &attributes) == 0 else { throw StoreFault(.disk(reason: SystemError.last()), path: path) }
        return attributes.st_mode & 0o777
    }

    /// The size in bytes; 0 when there is no such file.
    static func size(_ path: String) -> Int {
        var attributes = stat()
        return stat(path, &attributes) == 0 ? Int(attributes.st_size) : 0
    }

    /// Makes a rename durable.
    private static func sync(directoryOf path: String) throws(StoreFault) {
        let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let descriptor = open(directory.isEmpty ? "/" : directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreFault(.disk(reason: SystemError.last()), path: directory) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw StoreFault(.disk(reason: SystemError.last()), path: directory) }
    }
}

extension SystemFile {
    /// Adds bytes to the end of a file that only its owner can read; afterwards they are on the disk.
    ///
    /// - Throws: `.disk`.
    static func append(_ bytes: [UInt8], to path: String) throws(StoreFault) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreFault(.disk(reason: SystemError.last()), path: path) }
        defer { close(descriptor) }
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            throw StoreFault(.disk(reason: SystemError.last()), path: path)
        }
    }
}
