internal import HazardCore
internal import JSONText
internal import MediaFiles
internal import Wording

/// The photos of a form: files, which are stored, and references as text.
struct FormPhotos {
    /// The photos as messages write them.
    private(set) var media: [JSONValue] = []
    /// The place of the first photo that has one.
    private(set) var place: MediaPlace?

    /// Files come in the field `photo`; references in `photo` or `media`.
    ///
    /// - Throws: The problem of a file that is no picture or cannot be stored, a 400 for a reference to a stored picture that
    ///   does not exist.
    init(_ request: DeskRequest, _ services: MediaServices, from department: String?) throws(Problem) {
        for file in request.form.files("photo") {
            add(try services.store(Array(file), claimed: nil, from: department).facts)
        }
        for text in request.form.all("photo") + request.form.all("media") {
            let item = Media(ref: text)
            guard let name = item.storedName else {
                media.append(["ref": .string(text)])
                continue
            }
            guard let facts = request.context.media?.facts(of: name) else { throw MediaServices.unknown }
            add(facts)
        }
    }

    /// The references, for hidden fields of a page that asks once more.
    var references: [String] { media.compactMap { $0["ref"]?.string } }

    private mutating func add(_ facts: MediaFacts) {
        media.append([
            "ref": .string(Media.storedPrefix + facts.sha256), "sha256": .string(facts.sha256),
            "mime": .string(facts.kind.mime),
        ])
        place = place ?? facts.place
    }
}
