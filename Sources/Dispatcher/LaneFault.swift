package import CaseStore
package import MessageLog

/// Why a lane cannot go on as it is.
package enum LaneFault: Error, Sendable {
    /// What is true must be learned again from the log.
    case recover(LogFailure)
    /// The shard is somebody else's.
    case letGo(LogFailure)
    /// The file cannot be written now (a full disk): wait, then recover.
    case wait(StoreFault)
    /// A person must act; the sentence says how.
    case stop(String)

    /// What a fault of the file means for its lane.
    init(_ fault: StoreFault) {
        switch fault.kind {
        case .disk, .inUse: self = .wait(fault)
        case _ where fault.canRebuild:
            self = .recover(LogFailure(code: Self.damaged, sentence: fault.text, isRetriable: true))
        default: self = .stop(fault.description)
        }
    }

    private static let damaged = "store-damaged"

    /// The file must be built anew, for opening it again would only meet the damage again.
    var isOfDamagedFile: Bool {
        if case .recover(let failure) = self { failure.code == Self.damaged } else { false }
    }

    /// What is wrong, for people.
    package var sentence: String {
        switch self {
        case .recover(let failure), .letGo(let failure): failure.description
        case .wait(let fault): fault.description
        case .stop(let sentence): sentence
        }
    }
}
