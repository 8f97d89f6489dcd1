internal import ChineseText

extension Report {
    /// The same report without its sender's reference and contact in its words, its place and its photos.
    package var hidingSender: Report {
        let names = [reporter.ref, contactToken].compactMap(\.self)
        guard !names.isEmpty else { return self }
        func hide(_ text: inout String?) {
            if let given = text { text = Masking.hiding(names, in: given) }
        }
        var report = self
        hide(&report.text)
        if location != nil {
            hide(&report.location!.address)
            hide(&report.location!.grid)
            hide(&report.location!.community)
            hide(&report.location!.subdistrict)
            if let segment = location?.segment {
                report.location!.segment = Segment(
                    from: Masking.hiding(names, in: segment.from), to: Masking.hiding(names, in: segment.to))
            }
        }
        hide(&report.categoryHint)
        hide(&report.conditionHint)
        for index in media.indices { report.media[index].ref = Masking.hiding(names, in: media[index].ref) }
        return report
    }
}
