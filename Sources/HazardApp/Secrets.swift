import CaseStore
import Credentials
import Digest
import HazardAPI
import HazardConfig
import HazardCore
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

    /// Who may write what, and the server's own key.
    ///
    /// - Throws: `AppFault` when a secret cannot be used as a key.
    static func signing(_ loaded: LoadedConfig) throws(AppFault) -> SigningKeys {
        let settings = loaded.settings.signing
        var keys: [SigningKey] = []
        for given in settings.keys {
            var made = SigningKey(id: given.id, role: given.role, key: try key(given.secret))
            made.departments = given.departments.map(loaded.policy.currentDepartment)
            made.reportPrefixes = given.reportPrefixes
            keys.append(made)
        }
        var serverKeys: [MessageKey] = []
        for secret in settings.serverSecrets { serverKeys.append(try key(secret)) }
        return SigningKeys(keys, serverKeys: serverKeys, required: Set(settings.require))
    }

    private static func key(_ bytes: [UInt8]) throws(AppFault) -> MessageKey {
        try AppFault.from { () throws(DigestFailure) in try MessageKey(bytes: bytes) }
    }
}
