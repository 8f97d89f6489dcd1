/// Words around a place that vary between reports and do not identify it.
enum PlaceNoise {
    private static let trailing = PlaceWords(
        """
        附近 旁边 旁 边上 门口 门前 门外 大门口 前面 前方 前 后面 后方 后 对面 处 里面 内 一带 周边 周围 这里 那里 这边 那边 \
        楼下 东侧 西侧 南侧 北侧 东北侧 西北侧 东南侧 西南侧 东北角 西北角 东南角 西南角 左侧 右侧 两侧 东边 西边 南边 北边 方向 位置 这段 中间 的
        """)
    /// Characters after a road's name that are removed: the last one of 文化路边, the last two of 文化路路边.
    private static let besideRoad: Set<UInt32> = Set(PlaceScript.scalars("边旁上面下"))
    private static let roads: Set<UInt32> = Set(PlaceScript.scalars("路街道桥巷"))
    private static let leading = PlaceWords("在 位于 就在 我在 地址 地点 位置")
    /// Words before a road's name: they describe where on the road it is, or where the reporter stands.
    private static let markers = PlaceWords("附近 对面 旁边 旁 门口 的 在 位于 靠近 以及 还有 前面 后面 楼下")
    /// Words that name no place.
    private static let nothing: Set<String> = [
        "路", "街", "路口", "门口", "小区", "小区门口", "学校", "公司", "单位", "家", "家里", "家门口", "楼道", "马路", "公路", "人行道", "街上", "不详",
        "未知",
        "无", "没有", "不知道", "不清楚", "同上", "如图", "见图", "见照片", "见附件", "地址不详", "本小区", "我家", "我家楼下", "附近", "这里", "那里", "路边",
        "上述地点",
    ]

    /// The range without such words at both ends.
    static func trimmed(_ range: Range<Int>, of text: [UInt32]) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end {
            if text[start] == PlaceScript.blank {
                start += 1
            } else {
                let length = leading.length(at: start, in: text)
                guard length > 0, start + length < end else { break }
                start += length
            }
        }
        while end > start {
            if text[end - 1] == PlaceScript.blank {
                end -= 1
            } else {
                let length = noiseLength(before: end, from: start, in: text)
                guard length > 0 else { break }
                end -= length
            }
        }
        return start..<end
    }

    private static func noiseLength(before end: Int, from start: Int, in text: [UInt32]) -> Int {
        if end - start > 1, besideRoad.contains(text[end - 1]), roads.contains(text[end - 2]) {
            let isTwice = end - start > 2 && (roads.contains(text[end - 3]) || text[end - 3] == PlaceUnit.number)
            return isTwice ? 2 : 1
        }
        return trailing.length(before: end, in: text, from: start)
    }

    /// The index where the name that ends before `end` begins: after the last blank or marker, if a road's name
    /// remains.
    static func roadStart(before end: Int, from start: Int, in text: [UInt32]) -> Int {
        var last = end
        while last > start, text[last - 1] == PlaceScript.blank { last -= 1 }
        guard last > start, RoadEnding.isEnding(text[last - 1]) else { return start }
        var index = last - 2
        while index > start {
            let isBoundary =
                text[index - 1] == PlaceScript.blank || markers.length(before: index, in: text, from: start) > 0
            if isBoundary { return last - index >= 2 ? index : start }
            index -= 1
        }
        return start
    }

    static func isNothing(_ key: String) -> Bool { key.unicodeScalars.count < 2 || nothing.contains(key) }
}
