import CaseStore
import Digest
import HazardAPI
import HazardConfig
import Telemetry

/// Makes keys of the installation's secrets; none of them is ever printed.
enum Secrets {
    /// The key of `account` values: the configuration's, else one that is created once beside the store's directory.
    ///
    /// - Throws: `AppFault` when it cannot be read, created or used.
    static func accountKey(
        _ settings: Settings, _ directory: StoreDirectory, _ options: ServiceOptions, _ logger: Logger
    ) throws(AppFault) -> MessageKey {
        if let configured = settings.secrets.accountKey { return try key(configured) }
        if settings.log.kind == .kafka {
            logger.warning(
                "account-key-local",
                [
                    "reason": .string(
                        "secrets.account_key is not set: this server uses its own, and another server of the same "
                            + "installation would not recognise its reporters")
                ])
        }
        let fresh = try AppFault.from { () throws(DigestFailure) in try RandomToken.bytes(count: 32) }
        return try key(
            try AppFault.from { () throws(StoreFault) in
                try directory.accountKey(acceptsNew: options.acceptsNewKey) { fresh }
            })
    }

    /// The keys of report signatures, by key id.
    ///
    /// - Throws: `AppFault` when a secret cannot be used as a key.
    static func signatureKeys(_ settings: Settings) throws(AppFault) -> [String: MessageKey] {
        var keys: [String: MessageKey] = [:]
        for (id, secret) in settings.intake.signatures { keys[id] = try key(secret) }
        return keys
    }

    /// Signs the reports that arrive over HTTP with the first key, so that the same check applies to every report.
    ///
    /// - Throws: `AppFault` when the secret cannot be used as a key.
    static func signer(_ settings: Settings) throws(AppFault) -> ReportSigner? {
        guard let first = settings.intake.signatures.min(by: { $0.key < $1.key }) else { return nil }
        return ReportSigner(keyID: first.key, key: try key(first.value))
    }

    private static func key(_ bytes: [UInt8]) throws(AppFault) -> MessageKey {
        try AppFault.from { () throws(DigestFailure) in try MessageKey(bytes: bytes) }
    }
}
