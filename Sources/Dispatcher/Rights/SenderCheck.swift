import Credentials
import HazardCore
import HazardWire
import MessageLog

/// Checks who signed a record, and that its content is what the signer may say (`config/contracts/README.md`, Signatures).
struct SenderCheck {
    let keys: SigningKeys

    /// Who signed a record; nil when it is not signed and need not be.
    ///
    /// - Throws: A rejection when the signature is missing or wrong.
    func signer(of record: Record, _ value: [UInt8], in input: SignedInput) throws(Rejection) -> MessageSigner? {
        do throws(SignatureFault) {
            return try keys.signer(
                record.header(HeaderName.signature), signedFor: record.header(HeaderName.signedFor), of: value,
                in: input)
        } catch {
            throw Self.rejection(error)
        }
    }

    /// - Throws: A rejection of a record between shards that the dispatcher did not sign.
    func checkTransfer(_ record: Record, _ value: [UInt8]) throws(Rejection) {
        do throws(SignatureFault) {
            try keys.checkTransfer(record.header(HeaderName.signature), of: value)
        } catch {
            throw Self.rejection(error)
        }
    }

    private static func rejection(_ fault: SignatureFault) -> Rejection {
        switch fault {
        case .missing: .unsigned
        case .wrong: .badSignature
        }
    }

    // MARK: - What a signer may say

    func check(_ report: Report, by signer: MessageSigner?) throws(Rejection) {
        switch signer {
        case .key(let key):
            guard key.maySign(report: report.reportID) else { throw .signerNotAllowed("key " + key.id) }
        case .server(let caller):
            guard caller.role.maySendReports else { throw .signerNotAllowed(Self.name(caller)) }
        case nil: return
        }
    }

    /// Why a report is not its signer's to send; nil when it is.
    func refusal(of report: Report, _ record: Record, _ value: [UInt8]) -> Rejection? {
        do throws(Rejection) {
            try check(report, by: try signer(of: record, value, in: .reports))
            return nil
        } catch {
            return error
        }
    }

    /// The feedback in the name of its signer.
    ///
    /// - Throws: A rejection when the signer may not say it.
    func named(_ feedback: Feedback, by signer: MessageSigner?) throws(Rejection) -> Feedback {
        switch signer {
        case .key(let key):
            guard key.maySign(feedback) else { throw .signerNotAllowed("key " + key.id) }
            return feedback.named(key.id)
        case .server(let caller):
            guard caller.role.maySpeak(as: feedback.actor.role) else { throw .signerNotAllowed(Self.name(caller)) }
            return caller.name.map { feedback.named($0) } ?? feedback
        case nil: return feedback
        }
    }

    /// The command in the name of its signer.
    ///
    /// - Throws: A rejection when the signer may not say it.
    func named(_ command: Command, by signer: MessageSigner?) throws(Rejection) -> Command {
        var command = command
        switch signer {
        case .key(let key):
            guard key.maySign(command) else { throw .signerNotAllowed("key " + key.id) }
            command.operatorName = key.id
        case .server(let caller):
            guard caller.mayCommand(as: command.role) else { throw .signerNotAllowed(Self.name(caller)) }
            if let name = caller.name { command.operatorName = name }
        case nil: break
        }
        return command
    }

    private static func name(_ caller: SignedFor) -> String {
        caller.role.rawValue + (caller.name.map { " " + $0 } ?? "")
    }
}
