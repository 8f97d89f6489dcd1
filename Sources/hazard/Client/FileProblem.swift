import CommandArguments
import Foundation
internal import Wording

extension CommandFault {
    /// A file cannot be read.
    init(cannotRead file: String, _ error: any Error, _ exitCode: ExitCode = .usage) {
        let reason = FileProblem.text(error)
        self.init(exitCode, zh: "\(file) 无法读取：\(reason.zh)", en: "\(file) cannot be read: \(reason.en)")
    }
}

/// Says why a file cannot be read.
enum FileProblem {
    /// The sentence of the system error behind an error of Foundation, else Foundation's own sentence.
    static func text(_ error: any Error) -> LocalText {
        var next: (any Error)? = error
        while let current = next {
            let current = current as NSError
            if current.domain == NSPOSIXErrorDomain { return SystemError.text(Int32(current.code)) }
            next = current.userInfo[NSUnderlyingErrorKey] as? any Error
        }
        return switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: SystemError.text(ENOENT)
        case .fileReadNoPermission: SystemError.text(EACCES)
        default: LocalText(zh: error.localizedDescription, en: error.localizedDescription)
        }
    }
}
