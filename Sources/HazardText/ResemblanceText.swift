package import HazardCore
internal import Wording

/// Texts of what makes two cases possibly the same.
extension CaseWords {
    /// Distance or likeness of the addresses, likeness of the words, and the time between.
    package func resemblance(_ found: Resemblance) -> String {
        let place: String
        switch (found.basis, found.metres) {
        case (.wording, _): place = language(zh: "没有地点，只凭文字", en: "no place, by wording alone")
        case (.place, let metres?): place = language(zh: "相距 \(metres) 米", en: "\(metres) m apart")
        case (.place, nil):
            place = language(
                zh: "地址相似 \(percent(found.place ?? 0))%", en: "addresses \(percent(found.place ?? 0)) % alike")
        }
        let wording = language(
            zh: "文字相似 \(percent(found.wording))%", en: "words \(percent(found.wording)) % alike")
        let time = language(zh: "相隔 \(span(found.apart))", en: "\(span(found.apart)) between")
        return list([place, wording, time])
    }

    private func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }
}
