import HazardCore
internal import HazardText
internal import Wording

/// The Chinese names of the facts of a report that routing rules use.
enum FactWords {
    /// The Chinese name of a fact; nil when the fact has no other name, such as an hour or an area's code.
    static func name(_ fact: String, _ dimension: RoutingDimension, _ facts: RoutingFacts, _ names: PolicyNames)
        -> String?
    {
        switch dimension {
        case .category: names.categories[fact]?.zh
        case .condition: names.conditions[facts.category ?? ""]?[fact]?.zh
        case .programme: names.programmes[fact]?.zh
        case .surface: Surface(rawValue: fact).map(name)
        case .roadClass: RoadClass(rawValue: fact).map(name)
        case .kind: ReportKind(rawValue: fact).map(name)
        case .channel: Channel(rawValue: fact).map(name)
        case .reporterKind: ReporterKind(rawValue: fact).map(name)
        case .weekday: WeekdaySet.names.firstIndex(of: fact).map { weekdays[$0] }
        case .area, .hour: nil
        }
    }

    private static let weekdays = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"]

    private static func name(_ surface: Surface) -> String {
        switch surface {
        case .carriageway: "车行道"
        case .pavement: "人行道"
        case .compound: "小区内"
        }
    }

    private static func name(_ roadClass: RoadClass) -> String {
        switch roadClass {
        case .urban: "城市道路"
        case .provincial: "省道"
        case .national: "国道"
        case .compound: "小区内道路"
        case .pavement: "人行道"
        case .square: "广场"
        case .river: "河道"
        }
    }

    private static func name(_ kind: ReportKind) -> String {
        switch kind {
        case .hazard: "隐患"
        case .need: "诉求"
        case .suggestion: "建议"
        case .tipoff: "举报"
        }
    }

    private static func name(_ channel: Channel) -> String {
        switch channel {
        case .phone: "电话"
        case .chat: "群聊"
        case .miniprogram: "小程序"
        case .photo: "随手拍"
        case .notebook: "记录本"
        case .web: "网页"
        case .import: "批量导入"
        }
    }

    private static func name(_ kind: ReporterKind) -> String {
        switch kind {
        case .rider: "骑手"
        case .courier: "快递员"
        case .truckDriver: "货车司机"
        case .rideHailing: "网约车司机"
        case .gridMember: "网格员"
        case .homeService: "家政人员"
        case .resident: "居民"
        case .system: "系统"
        }
    }
}
