import Foundation
import HazardCore
import Synchronization

/// A stub remote that keeps requests, as a city's system does.
final class Open311City: Sendable {
    struct Stored: Sendable {
        let id: String
        let form: [String: String]
        var status = "open"
        var notes: String?
        var more = ""
    }

    let remote: StubRemote
    private let stored = Mutex<[Stored]>([])
    /// What happens to the next posts instead of a plain answer, the first first.
    private let faults = Mutex<[Fault]>([])

    private let isHiding = Mutex(false)

    /// How one post goes wrong.
    enum Fault: String, Sendable, CaseIterable {
        case error500, cut, noJSON, noID, none, late
    }

    init() throws {
        remote = try StubRemote()
        remote.answer { [self] in answer($0) }
    }

    var all: [Stored] { stored.withLock { $0 } }

    func fail(_ next: [Fault]) { faults.withLock { $0 = next } }

    func set(_ id: String, _ status: String, _ notes: String?, more: String = "") {
        stored.withLock { all in
            guard let index = all.firstIndex(where: { $0.id == id }) else { return }
            (all[index].status, all[index].notes, all[index].more) = (status, notes, more)
        }
    }

    /// From now on its list of requests is empty.
    func hide() { isHiding.withLock { $0 = true } }

    func remove(_ id: String) { stored.withLock { all in all.removeAll { $0.id == id } } }

    private func answer(_ request: StubRemote.Request) -> StubRemote.Answer {
        guard request.method == "POST" else {
            if isHiding.withLock({ $0 }) { return .reply(200, "[]") }
            let ids = request.query["service_request_id"]?.split(separator: ",").map(String.init)
            let last = request.path.split(separator: "/").last.map { $0.replacingOccurrences(of: ".json", with: "") }
            let page = request.query["page"] ?? "1"
            let found = all.filter { ids?.contains($0.id) ?? (last == "requests" ? page == "1" : $0.id == last) }
            return .reply(200, "[" + found.map(Self.json).joined(separator: ",") + "]")
        }
        let one = stored.withLock { all in
            all.append(Stored(id: "R-\(all.count + 1)", form: request.form))
            return all[all.count - 1]
        }
        let fine = #"[{"service_request_id":"\#(one.id)"}]"#
        switch faults.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
        case nil: return .reply(201, fine)
        case .error500: return .reply(500, "")
        case .cut: return .cut(201, fine)
        case .noJSON: return .reply(201, "<html>")
        case .noID: return .reply(200, "[{}]")
        case .some(.none): return .none
        case .late: return .late(.milliseconds(350))
        }
    }

    private static func json(_ one: Stored) -> String {
        let notes = one.notes.map { "\"\($0)\"" } ?? "null"
        let description = one.form["description"]?.replacingOccurrences(of: "\n", with: "\\n") ?? ""
        return #"{"service_request_id":"\#(one.id)","status":"\#(one.status)","status_notes":\#(notes),"#
            + #""description":"\#(description)"\#(one.more)}"#
    }
}
