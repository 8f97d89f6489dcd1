"""Words that make rider reports look real: the ten programmes, places, what riders say."""

PROGRAMMES = {
    "jianyang.sentinel": ("510185", "phone"),
    "danjingshan.lookout": ("510182", "chat"),
    "deyuan.fire-brigade": ("510117", "phone"),
    "wannianchang.fuxia": ("510108", "notebook"),
    "qingbaijiang.whistle": ("510113", "photo"),
    "pujiang.micro-grid": ("510131", "miniprogram"),
    "jinguanyi.observer": ("510104", "chat"),
    "yubei.six-roles": ("500112", "web"),
    "baohe.hummingbird": ("340111", "miniprogram"),
    "chengdu.rider-needs": ("510115", "chat"),
}

REPORTER_KINDS = ["rider", "courier", "truck-driver", "grid-member", "resident"]
ROAD_CLASSES = ["urban", "provincial", "national", "compound", "pavement", "square", "river"]

# Category code, a sentence a rider might send.
HAZARDS = [
    ("T01", "面包车乱停在非机动车道上，电动车只能走机动车道"),
    ("T02", "沱江一号桥引桥三车道变一车道，堵得过不去"),
    ("T03", "共享单车堆在地铁口，盲道被占满"),
    ("T04", "十字路口红绿灯全灭，早高峰很乱"),
    ("T05", "限高杆被撞歪，随时可能掉下来"),
    ("T07", "S401 弯道上有落石，大货车绕到对向车道"),
    ("R01", "慢车道有个大坑，昨晚有人摔了"),
    ("R02", "路面塌陷半米深，没有围挡"),
    ("R03", "井盖翘起来了，轮子一压就响"),
    ("R04", "下穿隧道积水，水到膝盖"),
    ("F01", "消防通道被杂物和垃圾堵住"),
    ("F02", "灭火器箱是空的，应急灯不亮"),
    ("F03", "垃圾桶着火，已经用灭火器扑灭"),
    ("F04", "楼道里电瓶车飞线充电"),
    ("F05", "楼下有很重的燃气味"),
    ("S01", "烧烤摊占道经营，油烟很大"),
    ("S05", "招牌松动，风一吹就晃"),
    ("E01", "垃圾桶满溢三天没人清"),
    ("U01", "路灯不亮，整条巷子全黑"),
    ("U02", "电线垂到人行道上方不到两米"),
    ("U03", "自来水管爆裂，水柱一米高"),
    ("U06", "大树倒伏，占了一半车道"),
    ("C01", "工地扬尘，没有洒水"),
    ("P03", "独居老人敲门没人应"),
    ("P05", "希望在取餐点设一个充电柜"),
    ("M01", "后厨卫生很差，有老鼠"),
]

PLACES = ["加州花园小区北门", "新市路与建设中路口", "东风村二组桥头", "万年路菜市场", "德源大道地铁站", "青江南路学校门口"]
PLATFORMS = ["zq-platform-blue", "zq-platform-yellow", "zq-platform-parcel"]

# What may be merged by its place until it is repaired (the canon's fixed group): a second report of one is a follower.
FIXED = {"T04", "T05", "R01", "R03", "U01", "U02", "U03", "U06", "C01"}
# The widest reach in metres of any group, in a storm; nothing farther apart is merged by place.
REACH_METRES = 150
# Programme → opening balance of its fund and the rules that draw on it.
FUNDS = {"deyuan.fire-brigade": (20_000, {"put-out"})}
