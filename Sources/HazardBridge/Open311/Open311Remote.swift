internal import HTTP
internal import HazardConfig
internal import HazardCore
internal import JSONText

/// One Open311 GeoReport v2 endpoint (wiki.open311.org/GeoReport_v2).
struct Open311Remote: Sendable {
    /// What the remote did with a new request.
    enum Posted: Equatable {
        case created(String)
        /// It gives the id later, for this token.
        case promised(String)
        /// It took the request and gave neither id nor token.
        case taken
        /// It answered with success, in a form that is not the standard's: it may have the request.
        case unclear
        /// It will never take this request; its own words.
        case refused(String)
    }

    private let client: RemoteClient
    private let key: String?
    private let jurisdiction: String?

    /// Requests asked for in one call: the address stays below 4 KB.
    static let mostIDs = 50
    /// Pages read in one search.
    private static let mostPages = 2000

    init(_ client: RemoteClient, key: String?, jurisdiction: String?) {
        self.client = client
        self.key = key
        self.jurisdiction = jurisdiction
    }

    /// Host and port, for log lines.
    var name: String { client.address.description }

    /// Posts a new request.
    ///
    /// - Throws: `RemoteTrouble`; with `isInDoubt` the remote may have the request.
    func post(_ form: [(String, String)]) throws(RemoteTrouble) -> Posted {
        let fields = (key.map { [("api_key", $0)] } ?? []) + place + form
        let body = fields.map { "\(FormText.encoded($0.0))=\(FormText.encoded($0.1))" }.joined(separator: "&")
        let response = try exchange { client throws(HTTPClientFailure) in
            try client.post("/requests.json", Array(body.utf8), type: "application/x-www-form-urlencoded")
        }
        let answer = try? JSONValue(reading: response.body)
        switch response.status.code {
        case 200..<300:
            let first = answer?.requests.first
            if let id = first?.text("service_request_id") { return .created(id) }
            if let token = first?.text("token") { return .promised(token) }
            return first == nil ? .unclear : .taken
        case 400, 409, 413, 415, 422: return .refused(Self.words(of: answer) ?? "\(response.status)")
        // Without an error in the form of the standard, it is the address that is wrong.
        case 404, 410:
            guard let words = Self.words(of: answer) else { throw RemoteTrouble(response) }
            return .refused(words)
        default: throw RemoteTrouble(response)
        }
    }

    /// The id that a token stands for; nil while there is none.
    ///
    /// - Throws: `RemoteTrouble`.
    func requestID(ofToken token: String) throws(RemoteTrouble) -> String? {
        try list("/tokens/\(HTTPClient.encode(token)).json", []).first?.text("service_request_id")
    }

    /// The requests of these ids that the remote knows.
    ///
    /// - Throws: `RemoteTrouble`.
    func requests(_ ids: [String]) throws(RemoteTrouble) -> [RemoteRequest] {
        let wanted = Set(ids)
        var found = try list("/requests.json", [("service_request_id", ids.joined(separator: ","))])
            .compactMap { RemoteRequest($0) }.filter { wanted.contains($0.id) }
        // A remote that ignores the list, or takes one id only, is asked for each one.
        let known = Set(found.map(\.id))
        for id in ids where !known.contains(id) {
            if let one = try request(id) { found.append(one) }
        }
        return found
    }

    /// The request of an id; nil when the remote says that there is none.
    private func request(_ id: String) throws(RemoteTrouble) -> RemoteRequest? {
        do throws(RemoteTrouble) {
            return try list("/requests/\(HTTPClient.encode(id)).json", []).compactMap { RemoteRequest($0) }
                .first { $0.id == id }
        } catch {
            if error.isAbsent { return nil }
            throw error
        }
    }

    /// Reads the remote's list since an instant, page by page, and passes each request to `take` until it returns false.
    ///
    /// - Throws: `RemoteTrouble` when a page cannot be read, or the list does not end.
    func search(since: Instant, _ take: (RemoteRequest) -> Bool) throws(RemoteTrouble) {
        var seen: Set<String> = []
        for page in 1...Self.mostPages {
            let found = try list(
                "/requests.json",
                [("start_date", Self.time(since)), ("page", String(page)), ("page_size", "100")]
            ).compactMap { RemoteRequest($0) }
            // A remote without pages answers with the same list again.
            let new = found.filter { seen.insert($0.id).inserted }
            guard !new.isEmpty else { return }
            for request in new where !take(request) { return }
        }
        throw RemoteTrouble(.unreadable, "its list has more than \(Self.mostPages) pages")
    }

    private var place: [(String, String)] { jurisdiction.map { [("jurisdiction_id", $0)] } ?? [] }

    /// The objects of a list.
    private func list(_ path: String, _ query: [(String, String)]) throws(RemoteTrouble) -> [JSONValue] {
        let key = key.map { [("api_key", $0)] } ?? []
        let response = try exchange { client throws(HTTPClientFailure) in
            try client.get(path, query + place + key)
        }
        guard response.status.code == 200 else {
            var trouble = RemoteTrouble(response)
            trouble.isAbsent = [404, 410].contains(response.status.code)
            throw trouble
        }
        guard let answer = try? JSONValue(reading: response.body), answer.array != nil || answer.object != nil else {
            throw RemoteTrouble(.unreadable, "its answer is no JSON list")
        }
        return answer.requests
    }

    private func exchange(
        _ body: (RemoteClient) throws(HTTPClientFailure) -> HTTPResponse
    ) throws(RemoteTrouble) -> HTTPResponse {
        do throws(HTTPClientFailure) { return try body(client) } catch { throw RemoteTrouble(error) }
    }

    /// The descriptions of an error in the form of the standard; nil for any other answer.
    private static func words(of answer: JSONValue?) -> String? {
        let errors = answer?.array ?? answer?["errors"]?.array ?? answer.map { [$0] } ?? []
        let words = errors.compactMap { $0.text("description") }
        return words.isEmpty ? nil : words.joined(separator: "; ")
    }

    /// `2026-11-22T00:15:00Z`, the form in which every remote reads a time.
    private static func time(_ instant: Instant) -> String {
        let time = ZoneOffset(minutes: 0).civil(instant)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(time.date.year)-\(two(time.date.month))-\(two(time.date.day))T"
            + "\(two(time.hour)):\(two(time.minute)):\(two(time.second))Z"
    }
}

/// A request as the remote shows it.
struct RemoteRequest: Hashable {
    var id: String
    var status: String
    var notes: String?
    var updated: String?
    var description: String?
    var mediaURL: String?
    /// What another Hazard Dispatcher says of its case.
    var closeCode: String?
    var caseState: String?

    init(id: String, status: String) {
        self.id = id
        self.status = status
    }

    /// Nil when the object has no id.
    init?(_ value: JSONValue) {
        guard let id = value.text("service_request_id") else { return nil }
        self.id = id
        status = value.text("status")?.lowercased() ?? ""
        notes = value.text("status_notes")
        updated = value.text("updated_datetime")
        description = value.text("description")
        mediaURL = value.text("media_url")
        closeCode = value["extended_attributes"]?.text("close_code")
        caseState = value["extended_attributes"]?.text("state")
    }

    var isClosed: Bool { status == "closed" }

    /// Changes when the remote says something new. The time of its last change is not in it: some remotes give each reading's.
    var fingerprint: String { [status, notes ?? ""].joined(separator: "\u{1F}") }
}

extension JSONValue {
    /// The objects of an answer: a list, a list below `requests`, or one object.
    fileprivate var requests: [JSONValue] {
        if let array { return array }
        if let array = self["requests"]?.array ?? self["service_requests"]?.array { return array }
        return object == nil ? [] : [self]
    }

    /// A text that is not empty, or a whole number as text.
    fileprivate func text(_ key: String) -> String? {
        if let number = self[key]?.int { return String(number) }
        guard let text = self[key]?.string, !text.isEmpty else { return nil }
        return text
    }
}
