/// Recognises that a number is the number of a thing, and not of a person: 井盖编号15012345678, 15012345678号灯杆,
/// 订单号13812345678.
struct NumberLabel {
    private let scan: ContactScan

    init(_ scan: ContactScan) { self.scan = scan }

    /// Whether a word directly before or behind these places says that they are the number of a thing.
    func isThing(_ places: Range<Int>) -> Bool {
        isLabelled(before: places.lowerBound) || isThing(behind: places.upperBound)
    }

    private func isLabelled(before place: Int) -> Bool {
        var end = place
        while end > 0, place - end < 4, Self.fillers.contains(scan.scalars[end - 1]) { end -= 1 }
        guard let label = Self.labels.first(where: { ends($0, at: end) }) else { return false }
        let start = end - label.count
        let near = max(0, start - 6)..<start
        return !Self.people.contains { word in near.contains { begins(word, at: $0) && $0 + word.count <= end } }
    }

    /// Whether the words behind a place say that what ends there is the number of a thing.
    func isThing(behind place: Int) -> Bool {
        let first = place < scan.scalars.count && scan.scalars[place] == " " ? place + 1 : place
        guard first < scan.scalars.count, Self.numberSigns.contains(scan.scalars[first]) else { return false }
        return Self.things.contains { begins($0, at: first + 1) }
    }

    private func ends(_ word: [Unicode.Scalar], at end: Int) -> Bool {
        end >= word.count && begins(word, at: end - word.count)
    }

    private func begins(_ word: [Unicode.Scalar], at start: Int) -> Bool {
        guard start + word.count <= scan.scalars.count else { return false }
        for (offset, scalar) in word.enumerated() where lower(scan.scalars[start + offset]) != scalar { return false }
        return true
    }

    private func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        (0x41...0x5A).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar
    }

    private static func words(_ text: String) -> [[Unicode.Scalar]] {
        text.split(separator: " ").map { Array($0.unicodeScalars) }
    }

    private static let fillers = Set(" :：#＃是为為.-".unicodeScalars)
    private static let numberSigns = Set("号號#＃".unicodeScalars)
    private static let labels = words(
        "编号 編號 编码 編碼 序号 序列号 单号 單號 订单 工单 案号 案件号 案卷号 灯号 杆号 井号 井盖号 箱号 柜号 桩号 设备号 资产号 表号 "
            + "流水号 受理号 批号 件号 sn no")
    private static let things = words("路灯 灯 杆 电线杆 电杆 井 窨井 箱 配电箱 柜 桩 充电桩 栓 消火栓 消防栓 桶 设备 表")
    /// Words for numbers of people, before a label: 身份证编号, 骑手编号.
    private static let people = words("电话 手机 身份 证件 证 联系 微信 qq 卡 账 帐 车牌 骑手 会员 员工 司机 用户 客户 本人 号码")
}
