package import CaseStore
package import MessageLog
package import Wording

/// Why a lane cannot continue, by what it does next.
package enum LaneFault: BilingualError {
    /// The lane recovers: it reads its state again from the log.
    case recover(LogFailure)
    /// The lane releases its shard: another owner has it, or the lane was asked to stop.
    case release(LogFailure)
    /// The file cannot be written now, for example because the disk is full: the lane waits, then recovers.
    case wait(StoreFault)
    /// The lane stops until a person acts; the sentence says how.
    case stop(LocalText)

    /// The consequence of a fault of the store.
    init(_ fault: StoreFault) {
        switch fault.kind {
        case .disk, .inUse: self = .wait(fault)
        case _ where fault.canRebuild:
            self = .recover(LogFailure(code: Self.damaged, sentence: fault.text, isRetriable: true))
        default: self = .stop(fault.text)
        }
    }

    private static let damaged = "store-damaged"

    /// The file must be rebuilt: opening it again would find the same damage.
    var isDamagedFile: Bool {
        if case .recover(let failure) = self { failure.code == Self.damaged } else { false }
    }

    package var text: LocalText {
        switch self {
        case .recover(let failure), .release(let failure): failure.text
        case .wait(let fault): fault.text
        case .stop(let sentence): sentence
        }
    }
}

extension LocalText {
    /// libcrypto has no memory, so nothing can be hashed or signed.
    static func noLibcrypto(_ failure: any Error) -> LocalText {
        let reason = LocalText(describing: failure)
        return LocalText(
            zh: "libcrypto 出错，无法记录任何上报：\(reason.zh)", en: "libcrypto failed, so no report can be recorded: \(reason.en)"
        )
    }
}
