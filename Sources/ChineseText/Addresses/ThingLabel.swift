/// Recognises that a number is written on a thing: 路灯编号0506102, 0506102号灯杆, 井盖编号 Y-17.
enum ThingLabel {
    /// Characters between two numbers of a list.
    static let and: Set<UInt32> = Set(PlaceScript.scalars("和与及跟-"))

    private static let poles = PlaceWords("路灯杆 路灯 灯杆 灯柱 电线杆 电杆 信号灯杆 监控杆 灯")
    /// Kinds of poles with numbers of their own, whatever stands before the number.
    private static let posts = PlaceWords("路灯杆 灯杆 灯柱 电线杆 电杆 信号灯杆 监控杆 杆")
    private static let manholes = PlaceWords("井盖 窨井盖 窨井 检查井 雨水井 污水井 电缆井 阀门井 井")
    private static let assets = PlaceWords("变电箱 配电箱 配电柜 电箱 电柜 箱 柜 充电桩 桩 消火栓 消防栓 垃圾桶 桶 公交亭 亭 变压器")
    private static let labels = PlaceWords("编号 编码 号码 号牌 牌号 序号 灯号 杆号 灯杆号 井号 井盖号 箱号 柜号 设备号 资产号")
    /// Words for numbers that do not belong to a place: 案件编号, 电话号码.
    private static let elsewhere = PlaceWords("案件 工单 单号 受理 申报 反映 陈情 来电 电话 手机 身份 证件 车牌 微信 群 快递 订单 订单号 合同 客服 案")
    private static let counting = PlaceWords("支 盏 根 个 杆 座 处 排 只 年 月 日 天 点 时 米 次 小时 分钟 万 多 公里 路")
    private static let ordinals = PlaceWords("支 盏 根 个 座 只")
    private static let ordinal: UInt32 = 0x7B2C
    private static let fillers: Set<UInt32> = Set(PlaceScript.scalars(" #-是为的"))
    private static let lamp: Set<UInt32> = Set(PlaceScript.scalars("灯杆"))
    private static let cover: Set<UInt32> = Set(PlaceScript.scalars("井盖"))

    /// The kind of thing that the number belongs to; nil when nothing says so.
    static func kind(of token: PlaceToken, in text: [UInt32]) -> PlaceNumberKind? {
        let before = withoutFillers(before: token.range.lowerBound, in: text)
        let label = labels.length(before: before, in: text)
        if label > 0 { return labelled(before - label..<before, token, in: text) }
        var next = token.range.upperBound
        if next < text.count, text[next] == PlaceScript.blank { next += 1 }
        if before > 0, text[before - 1] == ordinal {
            let length = ordinals.length(at: next, in: text)
            return length > 0 && poles.starts(at: next + length, in: text) ? .pole : nil
        }
        let isNumbered = next < text.count && (text[next] == PlaceUnit.number || text[next] == PlaceScript.hash)
        if isNumbered {
            let thing = next + 1
            if posts.starts(at: thing, in: text) { return .pole }
            // 文化路12号路灯 is a lamp at house 12; 12号路灯 is lamp 12.
            if before > 0, RoadEnding.takesHouseNumber(text[before - 1]) { return nil }
            if poles.starts(at: thing, in: text) { return .pole }
            if manholes.starts(at: thing, in: text) { return .manhole }
            if assets.starts(at: thing, in: text) { return .asset }
        }
        let isLong = token.digitCount >= 4 && !counting.starts(at: next, in: text)
        guard isLong || isNumbered else { return nil }
        if poles.ends(before: before, in: text) { return .pole }
        if manholes.ends(before: before, in: text) { return .manhole }
        if isNumbered, assets.ends(before: before, in: text) { return .asset }
        guard isLong, !isNumbered else { return nil }
        if poles.starts(at: next, in: text) { return .pole }
        return manholes.starts(at: next, in: text) ? .manhole : nil
    }

    /// The kind by the label, else by the words before it, else by the words after the number.
    private static func labelled(_ label: Range<Int>, _ token: PlaceToken, in text: [UInt32]) -> PlaceNumberKind? {
        let near = max(0, label.lowerBound - 8)..<label.upperBound
        if elsewhere.occurs(in: near, of: text) { return nil }
        if let kind = kind(in: text[near]) { return kind }
        let after = token.range.upperBound..<min(text.count, token.range.upperBound + 6)
        return kind(in: text[after]) ?? .asset
    }

    /// The kind of the last thing named.
    private static func kind(in words: ArraySlice<UInt32>) -> PlaceNumberKind? {
        guard let last = words.last(where: { lamp.contains($0) || cover.contains($0) }) else { return nil }
        return lamp.contains(last) ? .pole : .manhole
    }

    private static func withoutFillers(before end: Int, in text: [UInt32]) -> Int {
        var end = end
        while end > 0, fillers.contains(text[end - 1]) { end -= 1 }
        return end
    }
}
