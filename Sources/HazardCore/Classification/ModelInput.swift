package import ChineseText

extension ModelInput {
    /// What a model reads of a report: its words, its place, and the category that it names.
    package init(_ report: Report) {
        self.init(text: report.text ?? "")
        add(.hint, report.categoryHint.map { hint in (report.categoryScheme ?? "") + hint })
        guard let location = report.location else { return }
        add(.community, location.community)
        add(.district, location.district)
        add(.subdistrict, location.subdistrict)
        add(.roadClass, location.roadClass?.rawValue)
    }

    /// The same input with contact data masked.
    package var masked: ModelInput {
        var input = self
        input.text = Masking.masked(text)
        return input
    }
}
