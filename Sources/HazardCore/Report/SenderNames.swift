internal import ChineseText

extension Report {
    /// The same report without its sender's reference and contact in its words, its place and its photos.
    package var hidingSender: Report {
        let names = [reporter.ref, contactToken].compactMap(\.self)
        guard !names.isEmpty else { return self }
        var report = self
        report.text = text.map { Masking.hiding(names, in: $0) }
        report.categoryHint = categoryHint.map { Masking.hiding(names, in: $0) }
        report.conditionHint = conditionHint.map { Masking.hiding(names, in: $0) }
        report.location = location?.hiding(names)
        for index in media.indices { report.media[index].ref = Masking.hiding(names, in: media[index].ref) }
        return report
    }
}

extension Location {
    /// The same place without these names in its words.
    fileprivate func hiding(_ names: [String]) -> Location {
        var location = self
        location.address = address.map { Masking.hiding(names, in: $0) }
        location.grid = grid.map { Masking.hiding(names, in: $0) }
        location.community = community.map { Masking.hiding(names, in: $0) }
        location.subdistrict = subdistrict.map { Masking.hiding(names, in: $0) }
        location.segment = segment.map {
            Segment(from: Masking.hiding(names, in: $0.from), to: Masking.hiding(names, in: $0.to))
        }
        return location
    }
}
