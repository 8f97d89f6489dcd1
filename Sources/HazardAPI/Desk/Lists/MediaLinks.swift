internal import HazardCore
internal import Wording

/// Photos as links. The pages never load them: they may be anywhere.
enum MediaLinks {
    static func html(_ media: [Media], _ request: DeskRequest) -> String {
        media.enumerated().map { index, item in
            let name = request("照片 \(index + 1)", "Photo \(index + 1)")
            guard item.ref.lowercased().hasPrefix("https://") else {
                return "<span>\(HTML.escaped(name)) <code>\(HTML.escaped(item.ref))</code></span>"
            }
            return "<a href=\"\(HTML.escaped(item.ref))\" rel=\"noreferrer noopener\" target=\"_blank\">"
                + "\(HTML.escaped(name))</a>"
        }.joined(separator: " · ")
    }
}
