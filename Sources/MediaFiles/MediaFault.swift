internal import Glibc
package import Wording

/// Why the folder of pictures cannot be used.
package struct MediaFault: BilingualError, Equatable {
    package let path: String
    package let reason: String

    /// The fault of the last system call.
    init(lastErrorAt path: String) {
        self.path = path
        reason = String(cString: strerror(errno))
    }

    package var text: LocalText {
        LocalText(zh: "media.directory：\(path)：\(reason)", en: "media.directory: \(path): \(reason)")
    }
}
