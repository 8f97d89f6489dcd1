internal import Wording

extension NearestName {
    static func english(for name: String, among known: some Sequence<String>) -> String? {
        hint(for: name, among: known)?[.en]
    }
}
