import ChineseText
import Testing

/// Tests the numbers in sentences: those of things and doors count, others do not.
struct PlaceNumbersTests {
    private static let found: [(text: String, numbers: [PlaceNumberKind: Set<String>])] = [
        ("路灯不亮，路灯编号:0506102", [.pole: ["0506102"]]), ("路燈的編號：０５０６１０２ 詳見附件", [.pole: ["0506102"]]),
        ("灯号0506102、0506103不亮", [.pole: ["0506102", "0506103"]]), ("0506102号灯杆倾斜", [.pole: ["0506102"]]),
        ("12号路灯不亮", [.pole: ["12"]]), ("路灯12号不亮", [.pole: ["12"]]), ("电杆 编号是 LX-17 要倒了", [.pole: ["lx-17"]]),
        ("井盖编号 Y-0071 缺失", [.manhole: ["y-0071"]]), ("污水井20号盖子响", [.manhole: ["20"]]),
        ("3号井盖没了", [.manhole: ["3"]]), ("配电箱编号A35漏电", [.asset: ["a35"]]), ("第三支路灯不亮", [.pole: ["3"]]),
        ("文化路12号门口有坑", [.house: ["12"]]), ("三栋二单元五楼堆满纸箱", [.building: ["3"], .unit: ["2"], .floor: ["5"]]),
        ("3号楼楼道充电", [.building: ["3"]]), ("S401线12公里处落石", [.kilometre: ["12+000"]]),
        ("S401 K12+300有落石", [.kilometre: ["12+300"]]),
        ("八德路二段346巷5弄积水", [.section: ["2"], .lane: ["346"], .alley: ["5"]]),
        ("文化路12号到16号路边都是车", [.house: ["12", "16"]]), ("501室漏水", [.room: ["501"]]),
    ]

    @Test(arguments: found.indices) func `numbers of things, doors and stakes are found`(_ index: Int) {
        let (text, numbers) = Self.found[index]
        #expect(PlaceNumbers.found(in: text).byKind == numbers, "\(text)")
    }

    @Test(arguments: [
        "路灯3盏不亮", "2支路灯不亮", "11月12号晚上发现的", "12号上午就坏了", "坐12路公交", "地铁一号线门口", "沱江一号桥堵了",
        "前方还有3公里", "骑了12公里才发现", "请打13812345678", "电话号码028-12345678", "案件编号1130012", "三层楼高的广告牌", "有3个人",
        "三里屯", "五一路", "K歌房", "车牌川A12345", "一万块", "二环路堵车", "10点钟", "2024年3月2号", "一号门坏了", "5号电池",
    ]) func `dates, amounts, bus lines and telephone numbers are left out`(_ text: String) {
        #expect(PlaceNumbers.found(in: text).isEmpty, "\(PlaceNumbers.found(in: text).byKind)")
    }

    @Test func `two lamp numbers contradict, a lamp and a house do not`() {
        let first = PlaceNumbers.found(in: "路灯编号0506102不亮")
        #expect(first.contradicts(PlaceNumbers.found(in: "路灯编号0506103不亮")))
        #expect(!first.contradicts(PlaceNumbers.found(in: "灯号0506103和0506102不亮")))
        #expect(!first.contradicts(PlaceNumbers.found(in: "文化路12号路灯不亮")))
        #expect(!first.contradicts(PlaceNumbers()))
    }
}

/// Tests stretches of road.
struct SegmentPlacesTests {
    @Test func `a stretch has one key from either end and in either script`() {
        let one = SegmentPlaces.key(of: Segment(from: "沱江一号桥", to: "加州花园小区"))
        #expect(one != nil)
        #expect(one == SegmentPlaces.key(of: Segment(from: "加州花園小區附近", to: "沱江1號橋")))
        #expect(one != SegmentPlaces.key(of: Segment(from: "沱江二号桥", to: "加州花园小区")))
        #expect(SegmentPlaces.key(of: Segment(from: "", to: "加州花园小区")) == nil)
        #expect(SegmentPlaces.key(of: Segment(from: "沱江一号桥", to: "沱江1号桥")) == nil)
    }

    @Test(arguments: [
        ("从沱江一号桥到加州花园小区三车道变成一车道", "沱江一号桥", "加州花园小区"),
        ("由人民路口至建设路全是車", "人民路口", "建设路"), ("這裡從火車站到文化廣場都堵死了", "火车站", "文化广场"),
    ]) func `a sentence that names both ends gives a stretch`(_ text: String, _ from: String, _ to: String) {
        #expect(SegmentPlaces.found(in: text) == Segment(from: from, to: to))
    }

    @Test(arguments: [
        "从早上到晚上都没人管", "从3号到5号一直堵", "从昨天至今", "我从文化路过来，看到一个坑", "从这里到那里都是垃圾", "从学校到处都是水", "",
    ]) func `a sentence without both ends gives no stretch`(_ text: String) {
        #expect(SegmentPlaces.found(in: text) == nil)
    }
}
