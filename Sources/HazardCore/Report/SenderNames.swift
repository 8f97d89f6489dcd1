internal import ChineseText

extension Report {
    /// Removes its sender's reference and contact from its words, its place and its photos.
    package mutating func hideSender() {
        let names = HiddenNames([reporter.ref, contactToken])
        guard !names.isEmpty else { return }
        names.hide(in: &text)
        names.hide(in: &categoryHint)
        names.hide(in: &conditionHint)
        if location != nil { location?.hide(names) }
        for index in media.indices { names.hide(in: &media[index].ref) }
    }
}

extension Location {
    /// Removes these names from its words.
    fileprivate mutating func hide(_ names: HiddenNames) {
        names.hide(in: &address)
        names.hide(in: &grid)
        names.hide(in: &community)
        names.hide(in: &subdistrict)
        guard var segment else { return }
        names.hide(in: &segment.from)
        names.hide(in: &segment.to)
        self.segment = segment
    }
}
