/// The administrative divisions at the beginning of an address: 四川省成都市锦江区, and the town, subdistrict or community after
/// them.
///
/// They are removed from the key, because some reporters write them and others do not.
struct PlaceDivisions {
    /// The index where the place itself begins.
    private(set) var end = 0
    /// The district or county without its suffix; nil when none is named or its name is generic.
    private(set) var district: String?
    /// The town or township without its suffix.
    private(set) var town: String?

    private let text: [UInt32]

    init(_ text: [UInt32]) {
        self.text = text
        while let next = step(from: end) { end = next }
    }

    private mutating func step(from start: Int) -> Int? {
        let first = blankSkipped(start)
        guard first < text.count else { return nil }
        if let next = postcode(at: first) ?? province(at: first) ?? cityOrDistrict(at: first) { return next }
        return neighbourhood(at: first) ?? town(at: first) ?? subdistrict(at: first)
    }

    // MARK: - Large divisions

    /// The index after a postcode; nil when there is none. A postcode counts only when a division follows it.
    private func postcode(at start: Int) -> Int? {
        var end = start
        while end < text.count, PlaceScript.isDigit(text[end]) { end += 1 }
        guard [3, 5, 6].contains(end - start) else { return nil }
        let next = blankSkipped(end)
        return province(at: next) ?? divisionEnd(at: next)
    }

    private func province(at start: Int) -> Int? {
        let country = Self.countries.length(at: start, in: text)
        if country > 0 { return province(at: start + country) ?? divisionEnd(at: start + country) }
        let name = Self.provinces.length(at: start, in: text)
        guard name > 0 else { return nil }
        let suffix = Self.provinceSuffixes.length(at: start + name, in: text)
        let end = start + name + suffix
        if suffix > 0 { return isFollowedByName(end) && !Self.notAfterProvince.starts(at: end, in: text) ? end : nil }
        return divisionEnd(at: blankSkipped(end)) == nil ? nil : end
    }

    private mutating func cityOrDistrict(at start: Int) -> Int? {
        guard let end = divisionEnd(at: start) else { return nil }
        if text[end - 1] != Self.city {
            let name = PlaceScript.text(text[start..<end - 1])
            district = Self.functional.ends(before: end, in: text) ? district : name
        }
        return end
    }

    /// The index after a city, district or county that starts here; nil when none does.
    private func divisionEnd(at start: Int) -> Int? {
        for index in start..<min(text.count, start + Self.longestName + 1) {
            let scalar = text[index]
            guard PlaceScript.isIdeograph(scalar), !Self.never.contains(scalar) else { return nil }
            guard Self.suffixes.contains(scalar) else { continue }
            let length = index - start
            guard length >= (scalar == Self.county ? 1 : 2), isDivision(start..<index + 1) else { continue }
            return isFollowedByName(index + 1) ? index + 1 : nil
        }
        return nil
    }

    private func isDivision(_ range: Range<Int>) -> Bool {
        let end = range.upperBound
        let follower =
            switch text[end - 1] {
            case Self.city: Self.notAfterCity
            case Self.county: Self.notAfterCounty
            default: Self.notAfterDistrict
            }
        if follower.starts(at: end, in: text) { return false }
        guard Self.notDivisions.length(before: end, in: text, from: range.lowerBound) == 0 else {
            // 盐城市 is a city, 万达城市广场 is not.
            return Self.cityNames.ends(before: end, in: text) && range.count == 3
        }
        let before = text[end - 2]
        return text[end - 1] == Self.city || range.count <= 3 || !Self.directions.contains(before)
    }

    // MARK: - Small divisions

    /// The index after a neighbourhood, such as 永安里008邻, which adds nothing to the road.
    private func neighbourhood(at start: Int) -> Int? {
        for index in start..<min(text.count, start + 6) where Self.neighbourhoods.contains(text[index]) && index > start
        {
            var end = index + 1
            while end < text.count, PlaceScript.isDigit(text[end]) { end += 1 }
            guard end > index + 1, end < text.count, text[end] == Self.neighbours else { continue }
            return isFollowedByName(end + 1) ? end + 1 : nil
        }
        return nil
    }

    private mutating func town(at start: Int) -> Int? {
        for index in start..<min(text.count, start + 5) {
            guard PlaceScript.isIdeograph(text[index]) else { return nil }
            guard Self.towns.contains(text[index]), index >= start + 2 else { continue }
            guard namesPlace(from: index + 1), !Self.notAfterTown.starts(at: index + 1, in: text) else { return nil }
            let isOld = text[index - 1] == Self.old
            town = PlaceScript.text(text[start..<(isOld ? index - 1 : index)])
            return index + 1
        }
        return nil
    }

    private func subdistrict(at start: Int) -> Int? {
        for index in start + 2..<max(start + 2, min(text.count, start + 8)) {
            let length = Self.subdistricts.length(at: index, in: text)
            guard length > 0 else { continue }
            guard text[start..<index].allSatisfy(PlaceScript.isIdeograph), namesPlace(from: index + length),
                !Self.notAfterSubdistrict.starts(at: index + length, in: text)
            else { return nil }
            return index + length
        }
        return nil
    }

    // MARK: - After the divisions

    private func isFollowedByName(_ end: Int) -> Bool {
        let next = blankSkipped(end)
        guard next < text.count else { return false }
        if PlaceScript.isDigit(text[next]) { return next > end || postcode(at: next) != nil }
        return PlaceScript.isLetter(text[next]) && !RoadEnding.isEnding(text[next])
    }

    /// Whether a road, an estate or the like with its own name follows.
    private func namesPlace(from start: Int) -> Bool {
        let first = blankSkipped(start)
        guard first + 2 < text.count, isFollowedByName(start) else { return false }
        return (first + 2..<text.count).contains { index in
            RoadEnding.isEnding(text[index]) || Self.places.starts(at: index, in: text)
        } || text[first...].contains(where: PlaceScript.isDigit)
    }

    private func blankSkipped(_ index: Int) -> Int {
        index < text.count && text[index] == PlaceScript.blank ? index + 1 : index
    }
}

extension PlaceDivisions {
    private static let longestName = 4
    private static let city: UInt32 = 0x5E02
    private static let county: UInt32 = 0x53BF
    private static let old: UInt32 = 0x53E4
    private static let neighbours: UInt32 = 0x90BB
    private static let suffixes: Set<UInt32> = Set(PlaceScript.scalars("市区县旗"))
    private static let neighbourhoods: Set<UInt32> = Set(PlaceScript.scalars("里村"))
    private static let towns: Set<UInt32> = Set(PlaceScript.scalars("镇乡"))
    /// Characters that no division's name contains.
    private static let never: Set<UInt32> = Set(PlaceScript.scalars("路街号楼巷弄"))
    private static let directions: Set<UInt32> = Set(PlaceScript.scalars("东南西北中一二三四五六七八九十期前后"))

    private static let countries = PlaceWords("中国 中华人民共和国")
    private static let provinces = PlaceWords(
        """
        北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 \
        台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门
        """)
    private static let provinceSuffixes = PlaceWords("省 壮族自治区 回族自治区 维吾尔自治区 自治区 特别行政区")
    private static let notAfterProvince = PlaceWords("道 政府 委 立 人民 医院")
    private static let notAfterCity = PlaceWords("政 场 民 区 中心 立 局 委 府 站 口 花园 广场 公园")
    private static let notAfterCounty = PlaceWords("道 城 政 委 府 医 人民 中学 立 局")
    private static let notAfterDistrict = PlaceWords("政 府 间 域 委 局 内 里 外 门 口 人民 医院 中学 法院")
    private static let notAfterTown = PlaceWords("政 府 中 上 里 口 卫生 医院 人民")
    private static let notAfterSubdistrict = PlaceWords(
        "路 口 上 边 医院 卫生 服务 活动 文化 广场 中心 大门 门 党 居 委 办 公园 党群 幼儿园 食堂")
    /// Words that end like a division and are none.
    private static let notDivisions = PlaceWords(
        """
        超市 夜市 集市 菜市 门市 闹市 花市 城市 小区 社区 园区 景区 校区 厂区 院区 片区 街区 库区 辖区 市区 住宅区 工业区 别墅区 生活区 \
        家属区 服务区 商业区 步行区 停车区 收费区 公园区 老城区 办公区 住院区 休息区 安置区 保税区 物流区 宿舍区 教学区 度假区 艺术区
        """)
    private static let cityNames = PlaceWords("城市 门市")
    /// Zones that overlap districts. They do not identify a district.
    private static let functional = PlaceWords("新区 高新区 开发区 实验区 示范区")
    private static let subdistricts = PlaceWords("街道办事处 街道办 街道 社区居委会 社区居民委员会 社区")
    private static let places = PlaceWords("大道 胡同 小区 花园 公寓 大厦 广场 苑 公园 学校 小学 中学 医院 大桥 村 国际 家园 名都")
}
