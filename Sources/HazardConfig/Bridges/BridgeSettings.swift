internal import HazardCore
package import Wording

/// The settings of bridges that belong to no department.
package struct BridgeSettings: Sendable {
    /// Where bridges keep what they have sent.
    package var directory = "data/bridge"
    /// Where `hazard bridge webhook notices` carries the notices.
    package var notices: WebhookEndpoint?

    package init() {}
}

/// Where the bridges carry the tasks of departments, by the id of the department.
package struct DepartmentBridges: Hashable, Sendable {
    package var open311: [String: Open311Endpoint] = [:]
    package var webhooks: [String: WebhookEndpoint] = [:]

    package init() {}
}

/// A department that is an Open311 GeoReport v2 endpoint.
package struct Open311Endpoint: Hashable, Sendable {
    /// The address that `/requests.json` is added to, without a slash at its end.
    package var url: String
    /// The file with the `api_key`; the bridge reads it when it starts.
    package var keyFile: String?
    /// The `jurisdiction_id`, where the remote needs one.
    package var jurisdiction: String?
    /// The remote's `service_code` by the id of our category.
    package var serviceCodes: [String: String] = [:]
    /// The `service_code` of every other category; nil: such a task is returned.
    package var otherServiceCode: String?
    /// Whether the remote's list of requests shows descriptions, so that a request can be found by our task's id.
    package var isSearchable = true
    /// How long after an attempt without an answer the remote is searched. It must be longer than the remote may take to
    /// show a request.
    package var searchDelay = Duration.seconds(60)
    /// How often the status of open requests is read.
    package var poll = Duration.minutes(1)
    /// The limit of one exchange with the remote.
    package var timeout = Duration.seconds(30)
    /// The roots that the remote's certificate is checked with; nil: the system's.
    package var caFile: String?

    package init(url: String) {
        self.url = url
    }
}

/// An address that records are posted to.
package struct WebhookEndpoint: Hashable, Sendable {
    /// The address; nil when `urlFile` holds it.
    package var url: String?
    /// The file with the address, for addresses that hold a secret.
    package var urlFile: String?
    /// The file with the secret that signs what is sent.
    package var secretFile: String?
    package var format = WebhookFormat.json
    /// The body with `{{name}}` in the place of values; nil: the usual body of the format.
    package var template: String?
    /// The language of the usual body of a chat robot.
    package var language = Language.zh
    /// Only records with these values of `event`, or of `kind` for notices; empty: all.
    package var only: [String] = []
    package var timeout = Duration.seconds(30)
    /// The roots that the receiver's certificate is checked with; nil: the system's.
    package var caFile: String?

    package init() {}
}

/// Whose form a posted body has, and how its receiver answers.
package enum WebhookFormat: String, CaseIterable, Sendable {
    /// The record itself, signed as Standard Webhooks says.
    case json
    /// A group robot of 企业微信.
    case wecom
    /// A group robot of 钉钉.
    case dingtalk
    /// A group robot of 飞书.
    case feishu
}
