import ChineseText
import Testing

/// Tests which addresses are the same place, in both scripts (`DECISIONS.md` #27).
struct AddressTextTests {
    /// Each line is one place, written in several ways.
    static let samePlace = [
        "红星路二段一百二十三号 | 红星路2段123号 | 紅星路二段123號 | 红星路二段１２３号 | 四川省成都市锦江区红星路二段123号附近",
        "文化路12号 | 文化路 12 号 | 文化路十二号 | 文化路No.12 | 文化路12# | 文化路 # 12 | 文化路№12 | 文化路012号",
        "文化路12号附3号 | 文化路12附3号 | 文化路十二号附三号 | 文化路12号之3 | 文化路12-3号 | 文化路十二之三号",
        "S401 12公里处 | S401线K12+000 | 省道401线12公里处 | s 401 k12 | 省道S401 12km | S401丹景山段12公里附近",
        "G318国道K12+300 | 318国道12.3公里处 | 国道318线 12公里300米 | G318桩号K12+300处",
        "人民路与建设路交叉口 | 建设路人民路口 | 人民路建设路路口 | 人民路和建设路的交汇处 | 建设路-人民路十字路口东北侧",
        "人民南路四段与科华南路交叉口 | 科华南路人民南路4段路口 | 人民南路四段科华南路口",
        "和平路与人民路交叉口 | 人民路和和平路口",
        "加州花园小区 | 加州花园小区附近 | 加州花园小区门口 | 在加州花园小区对面 | 加州花園小區（旁邊）",
        "沱江一号桥 | 沱江1号桥 | 沱江一號橋 | 简阳市沱江一号桥 | 四川省成都市简阳市沱江一号桥桥上",
        "長安東路一段46號 | 中山区台北市中山区正守里009邻长安东路一段46号 | 10491台湾台北市中山區長安東路一段46號前 | 长安东路1段46号(全家便利商店)",
        "八德路二段346巷 | 八德路2段346巷 | 八德路二段三百四十六巷口 | 松山区八德路二段346巷巷口",
        "和平村三组12号 | 和平村3组12号 | 和平村3社12号",
        "三里屯 | 三里屯附近", "五一路 | 五一路上 | 五一路旁 | 五一路边 | 五一路路边",
        "万年场街道长天路8号 | 长天路8号 | 成华区万年场街道长天路社区长天路八号 | 成都市成华区长天路8号",
        "阳光花园 | 阳光花园3栋2单元501室 | 阳光花园三幢 | 阳光花园3号楼 | 阳光花园3-2-501 | 阳光花园三号楼二单元",
        "红旗超市（文化路店） | 红旗超市文化路店 | 红旗超市 文化路店门口",
        "明湖路12 | 明湖路12号",
        "文化路12号13812345678 | 文化路12号138********",
    ]

    @Test(arguments: samePlace) func `one place written in several ways has one key`(_ line: String) {
        let ways = line.split(separator: "|").map { $0.trimmingBlanks }
        let keys = ways.map { AddressText(AddressTextTests.maskedPhone($0)).key }
        for (way, key) in zip(ways, keys) {
            #expect(key == keys[0] && !key.isEmpty, "\(way) is \(key), not \(keys[0])")
        }
    }

    static let otherPlaces = [
        "文化路12号 | 文化路13号 | 文化路 | 文化路二段12号 | 建设路12号 | 文化路12号附3号 | 文化路12巷",
        "三里屯 | 3里屯 | 五里屯", "五一路 | 五路 | 51路", "人民路与建设路交叉口 | 人民路与文化路交叉口 | 人民路 | 建设路口",
        "S401 12公里处 | S401 13公里处 | S402 12公里处 | G401 12公里处 | S401 K12+300",
        "八德路二段346巷 | 八德路三段346巷 | 八德路二段46巷 | 八德路二段346巷5号",
        "骡马市街12号 | 市街12号", "红旗超市 | 超市", "北安路 | 北安路口", "阳光花园 | 阳光花园东区",
        "三号门 | 四号门",
    ]

    @Test(arguments: otherPlaces) func `two places have two keys`(_ line: String) {
        let ways = line.split(separator: "|").map { $0.trimmingBlanks }
        let keys = ways.map { AddressText($0).key }
        #expect(Set(keys).count == keys.count, "\(keys)")
    }

    @Test(arguments: ["", "附近", "不详", "路边", "门口", "如图", "13812345678", "，。", "家门口", "成都市", "的", "*"])
    func `words that name no place have no key`(_ words: String) {
        let key = AddressText(AddressTextTests.maskedPhone(words)).key
        // A division is the name of the place when nothing follows it.
        #expect(key.isEmpty || words == "成都市", "\(key)")
    }

    @Test func `building, unit, floor and room are not part of an address's key`() {
        let full = AddressText("锦江区红星路二段123号3号楼二单元五楼501室")
        #expect(full.key == "红星路2段123号")
        #expect(
            full.numbers == [
                .section: ["2"], .house: ["123"], .building: ["3"], .unit: ["2"], .floor: ["5"], .room: ["501"],
            ])
        #expect(AddressText("阳光花园3-2-501").numbers == [.building: ["3"], .unit: ["2"], .room: ["501"]])
        #expect(AddressText("阳光花园A座12号").numbers == [.building: ["a"], .room: ["12"]])
        #expect(AddressText("文化路19号至21号").numbers == [.house: ["19", "21"]])
        #expect(AddressText("文化路19-21号").numbers == [.house: ["19", "20", "21"]])
        #expect(AddressText("12号院3号楼").numbers == [.house: ["12"], .building: ["3"]])
        #expect(AddressText("沱江一号桥").numbers.isEmpty)
    }

    @Test(arguments: [
        ("文化路12号", "文化路14号", true), ("阳光花园3栋", "阳光花园5幢", true), ("阳光花园3栋", "阳光花园", false),
        ("阳光花园3栋", "阳光花园三号楼2单元", false), ("文化路19号至21号", "文化路21号", false),
        ("锦江区文化路12号", "武侯区文化路12号", true), ("锦江区文化路12号", "高新区文化路12号", false),
        ("简城镇建设路5号", "石桥镇建设路5号", true), ("简城镇建设路5号", "建设路5号", false),
        ("双流县文化路12号", "双流区文化路12号", false), ("路灯0506102", "路灯0506103", true), ("路灯0506102", "文化路", false),
    ]) func `different numbers, districts and towns contradict, missing ones do not`(
        _ one: String, _ other: String, _ isOther: Bool
    ) {
        #expect(AddressText(one).contradicts(AddressText(other)) == isOther)
        #expect(AddressText(other).contradicts(AddressText(one)) == isOther)
    }

    @Test func `the key of a key is the same key`() {
        for line in Self.samePlace {
            for way in line.split(separator: "|") {
                let key = AddressText(way.trimmingBlanks).key
                guard !key.contains("×") else { continue }
                #expect(AddressText(key).key == key, "\(way)")
            }
        }
    }

    private static func maskedPhone(_ text: String) -> String { Masking.masked(text) }
}

extension Substring {
    var trimmingBlanks: String {
        var text = drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
