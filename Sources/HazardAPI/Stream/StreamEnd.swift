internal import HTTP
internal import JSONText
internal import Wording

/// Why the server ends a stream. It is the stream's last event, and a client may come back in every case.
enum StreamEnd: String, Sendable {
    /// The client read more slowly than changes came.
    case tooSlow = "too-slow"
    /// Shards of this server came or went, so that changes may be missing here.
    case shardsChanged = "shards-changed"
    case serverStopping = "server-stopping"
    /// What the client missed could not be read from the log.
    case logUnreadable = "log-unreadable"

    private var text: LocalText {
        switch self {
        case .tooSlow:
            LocalText(
                zh: "读取慢于变化：请带最后的 id 重连，缺少的会补上",
                en: "it was read more slowly than changes came: come back with the last id, what is missing follows")
        case .shardsChanged:
            LocalText(zh: "本机的分片有变：请带最后的 id 重连", en: "the shards of this server changed: come back with the last id")
        case .serverStopping:
            LocalText(zh: "服务正在停止：请稍后带最后的 id 重连", en: "the server stops: come back later with the last id")
        case .logUnreadable:
            LocalText(
                zh: "无法从日志读取缺少的变化：请稍后带最后的 id 重连",
                en: "the missed changes cannot be read from the log: come back later with the last id")
        }
    }

    /// The event `end`. It has no id, so the client's last id stays.
    func event(in language: Language) -> ServerEvent {
        ServerEvent(
            event: "end",
            data: JSONWriter.bytes { writer in
                writer.beginObject()
                writer.field("reason", rawValue)
                writer.field("detail", text[language])
                writer.endObject()
            })
    }
}
