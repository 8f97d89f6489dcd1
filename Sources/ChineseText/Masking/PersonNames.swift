/// Finds the name of a person behind a word that introduces it: 我叫张三，姓名：李小明.
struct PersonNames {
    private let scan: ContactScan

    static func hide(in scan: inout ContactScan) {
        guard scan.hints.contains(.name) else { return }
        let names = PersonNames(scan: scan)
        var place = 0
        while place < scan.scalars.count {
            guard let found = names.name(at: place) else {
                place += 1
                continue
            }
            scan.hide(found)
            place = found.upperBound
        }
    }

    /// The range of the name that a word at this place introduces.
    private func name(at place: Int) -> Range<Int>? {
        for word in Self.words where begins(word.letters, at: place) {
            var start = place + word.letters.count
            let behind = start
            while start < scan.scalars.count, start - behind < 3, Self.fillers.contains(scan.scalars[start]) {
                start += 1
            }
            guard !word.needsMark || start > behind else { continue }
            if let end = end(of: start, isField: word.needsMark) { return start..<end }
        }
        return nil
    }

    /// The end of the name that begins here; nil when there is none. In a field any short word is a name.
    private func end(of start: Int, isField: Bool) -> Int? {
        if isField, scan.kind(start) == .letter { return endOfLetters(start) }
        var end = start
        while end < scan.scalars.count, Self.isHan(scan.scalars[end]), end - start < 5 { end += 1 }
        let length = end - start
        guard length >= 2 else { return nil }
        let surname = isDouble(start) ? 2 : Self.surnames.contains(scan.scalars[start]) ? 1 : 0
        guard surname > 0 || isField && length <= 4 else { return nil }
        if surname == 0 { return end }
        // The name ends before a word that continues the sentence, or with the row of ideographs.
        let longest = surname + 2
        for length in surname + 1...longest where start + length <= end {
            if Self.following.contains(where: { begins($0, at: start + length) }) { return start + length }
        }
        if length <= longest { return end }
        return isField ? start + longest : nil
    }

    /// The end of one or two words of Latin letters.
    private func endOfLetters(_ start: Int) -> Int {
        var end = start
        while scan.kind(end) == .letter { end += 1 }
        guard end < scan.scalars.count, scan.scalars[end] == " ", scan.kind(end + 1) == .letter else { return end }
        end += 1
        while scan.kind(end) == .letter { end += 1 }
        return end
    }

    private func begins(_ word: [Unicode.Scalar], at place: Int) -> Bool {
        place + word.count <= scan.scalars.count && scan.scalars[place..<place + word.count].elementsEqual(word)
    }

    private func isDouble(_ start: Int) -> Bool {
        Self.doubleSurnames.contains { begins($0, at: start) }
    }

    private static func isHan(_ scalar: Unicode.Scalar) -> Bool { (0x4E00...0x9FFF).contains(scalar.value) }

    private struct Word {
        var letters: [Unicode.Scalar]
        /// A colon, a blank or the like must follow.
        var needsMark: Bool
    }

    private static func list(_ text: String) -> [[Unicode.Scalar]] {
        text.split(separator: " ").map { Array($0.unicodeScalars) }
    }

    private static let words =
        list("我叫 我名叫 我的名字叫 本人叫 名字叫 我姓名叫 姓名叫 本人姓名").map { Word(letters: $0, needsMark: false) }
        + list("姓名 联系人 聯繫人 报料人 爆料人 联络人").map { Word(letters: $0, needsMark: true) }
    private static let fillers = Set(" :：是为為=\u{3000}".unicodeScalars)
    private static let following = list(
        "的 住 在 是 我 电话 電話 手机 联系 发现 今天 昨天 刚 想 要 来自 身份 反映 举报 报告 家 骑手 师傅 先生 女士 请 报 看 路过 男 女")
    private static let surnames = Set(
        ("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊"
            + "金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文张劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許呂盧蔣賈葉閻鍾譚鄒陸顧龍萬錢湯黎喬賀賴龔欧阳温庞樊兰殷施陶洪翟安颜倪严牛芦季俞章鲁葛伍韦申尤毕聂焦向柳邢岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强丛华车冉房边")
            .unicodeScalars.filter { !"车单位成解强时安向查华边房植".unicodeScalars.contains($0) })
    private static let doubleSurnames = list("欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 夏侯 歐陽 司馬")
}
