/// The word after a number that says what the number counts.
enum PlaceUnit {
    static let number: UInt32 = 0x53F7
    static let month: UInt32 = 0x6708
    static let year: UInt32 = 0x5E74
    static let directions: Set<UInt32> = Set(PlaceScript.scalars("东南西北中上下"))
    static let listing: Set<UInt32> = Set(PlaceScript.scalars("至到和与及-"))
    /// Words after 号 that mean the door of a house when a road stands before it, else a gate.
    static let doors = PlaceWords("门口 门前 门外 门")
    /// Words after 号 that make the number part of a name (三号桥, 一号线) or a day of the month.
    static let names = PlaceWords(
        """
        桥 线 路 街 道 巷 口 出口 入口 站 闸 泵 码头 库 厂 矿 地 窗 坡 渠 沟 洞 隧 涵 塔 墩 馆 厅 公路 国道 机 车 早 晚 上午 下午 中午 凌晨 \
        左右 那天 当天 以后 之前 开始 起 前后
        """)
    /// Words after 号 that begin like a name and only describe what lies beside the house.
    static let besides = PlaceWords("路边 路旁 路面 路上 路段 路灯 路口 道路 地上 地面 站着 起火")

    private static let notAFloor = PlaceWords("盘 房 高 宇 群 梯")
    private static let buildings = PlaceWords("栋 幢 座 号楼 号栋 号幢 号座 #楼 #栋 #幢")

    /// The kind that the word at `index` gives to the number before it; nil for a house or an unknown word.
    static func counted(
        _ token: PlaceToken, at index: Int, in text: [UInt32], _ source: PlaceNumberScan.Source
    ) -> (kind: PlaceNumberKind, name: String, end: Int)? {
        guard token.isShortName || token.isInteger else { return nil }
        let building = buildings.length(at: index, in: text)
        if building > 0 { return (.building, "栋", index + building) }
        for (words, kind, name) in others {
            let length = words.length(at: index, in: text)
            guard length > 0 else { continue }
            let end = index + length
            switch kind {
            case .room where token.digitCount < 3 && name == "房": continue
            case .floor where notAFloor.starts(at: end, in: text): return nil
            case .floor where name == "层" && source == .words: return nil
            case .group where source == .words: return nil
            case .lane, .alley, .section, .group:
                guard token.isInteger else { return nil }
            default: break
            }
            return (kind, name == "层" ? "楼" : name, end)
        }
        return nil
    }

    private static let others: [(words: PlaceWords, kind: PlaceNumberKind, name: String)] = [
        (PlaceWords("单元 号单元"), .unit, "单元"), (PlaceWords("室 号室 号房"), .room, "室"), (PlaceWords("房"), .room, "房"),
        (PlaceWords("楼"), .floor, "楼"), (PlaceWords("层"), .floor, "层"), (PlaceWords("巷"), .lane, "巷"),
        (PlaceWords("弄"), .alley, "弄"), (PlaceWords("段"), .section, "段"), (PlaceWords("组 社 队"), .group, "组"),
    ]
}
