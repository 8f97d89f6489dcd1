internal import HazardCore
internal import MediaFiles
internal import Wording

/// Photos on a page: stored ones are shown, others are links that the page never loads, because they may be anywhere.
enum MediaLinks {
    /// `folder` is the path below which the page's reader may load stored pictures.
    static func html(
        _ media: [Media], _ request: DeskRequest, below folder: String = Media.storedPrefix
    ) -> String {
        guard !media.isEmpty else { return "" }
        let items = media.enumerated().map { index, item in
            "<li>\(one(item, request("照片 \(index + 1)", "Photo \(index + 1)"), request, folder))</li>"
        }
        return "<ul class=\"photos\">\(items.joined())</ul>"
    }

    private static func one(_ item: Media, _ name: String, _ request: DeskRequest, _ folder: String) -> String {
        if let stored = item.storedName, let media = request.context.media {
            guard let facts = media.facts(of: stored) else {
                return HTML.element("span", name + request("（已删除）", " (deleted)"), "class=\"quiet\"")
            }
            let address = HTML.escaped(folder + stored)
            guard request.context.pictureTool != nil else {
                return "<a href=\"\(address)\">\(HTML.escaped(name))</a> \(place(facts, request))"
            }
            return "<a href=\"\(address)?size=large\"><img src=\"\(address)?size=small\" alt=\"\(HTML.escaped(name))\" "
                + "loading=\"lazy\"></a>\(place(facts, request))"
        }
        guard item.ref.lowercased().hasPrefix("https://") else {
            return "<span>\(HTML.escaped(name)) <code>\(HTML.escaped(item.ref))</code></span>"
        }
        return "<a href=\"\(HTML.escaped(item.ref))\" rel=\"noreferrer noopener\" target=\"_blank\">"
            + "\(HTML.escaped(name))</a>"
    }

    /// The place that the camera wrote into the picture, for those who may see where reporters were.
    private static func place(_ facts: MediaFacts, _ request: DeskRequest) -> String {
        guard request.reader?.seesAccounts == true, let place = facts.place else { return "" }
        func degrees(_ value: Double) -> String { String((value * 100_000).rounded() / 100_000) }
        return HTML.element(
            "small",
            request("拍摄位置 ", "Taken at ") + degrees(place.latitude) + ", " + degrees(place.longitude),
            "class=\"quiet\"")
    }
}
