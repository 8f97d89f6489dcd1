import CommandArguments
import HazardCore
internal import HazardStatistics
import JSONText
internal import Wording

/// The page of `hazard top`.
struct TopPage {
    let facts: TopFacts
    let server: Server

    private var words: AnswerWords { server.words }
    private var zone: ZoneText { server.zone }

    var text: String {
        ([head, emergency, rates] + month + [""] + lanes + [""] + queues + [""] + urgent).joined(separator: "\n")
    }

    // MARK: - Lines

    private var head: String {
        let open = facts.metrics.sums("hazard_open_cases", by: "priority").sorted { $0.key < $1.key }
        let counts = open.filter { $0.value > 0 }.map { "\($0.key) \(number($0.value))" }
        let total = number(open.reduce(0) { $0 + $1.value })
        return "\(server.url)  \(zone.text(ZoneText.clock))  " + words("未结 \(total)", "\(total) open")
            + (counts.isEmpty ? "" : words("：", ": ") + words.list(counts))
    }

    private var emergency: String {
        let waiting = facts.metrics.sum("hazard_emergencies_waiting") ?? 0
        guard waiting > 0 else { return words("没有未派警的紧急案卷", "no emergency waits for a page") }
        let age = AgeText.text(Int64((facts.metrics.sum("hazard_emergency_oldest_seconds") ?? 0) * 1000), words)
        let first = facts.urgent.first { $0["state"]?.string == "triage" && $0["priority"]?.string == "P0" }
        let id = first?["case_id"]?.line.map { " " + $0 } ?? ""
        let text = words(
            "未派警的紧急案卷 \(number(waiting))，最久 \(age)\(id)",
            "\(number(waiting)) emergencies wait for a page, the oldest for \(age)\(id)")
        return Terminal.hasColours ? TextStyle.red(text) : text
    }

    private var rates: String {
        let parts = [
            words("输入 ", "records ") + rate("hazard_records_consumed_total"),
            words("派单 ", "dispatched ") + rate("hazard_dispatched_total"),
            words("无法使用 ", "dead letters ") + rate("hazard_dlq_total"),
            words("请求 ", "requests ") + rate("hazard_http_requests_total"),
            words("数据流 ", "streams ") + number(facts.metrics.sum("hazard_http_streams") ?? 0),
        ]
        return words("每秒：", "a second: ") + words.list(parts)
    }

    private var month: [String] {
        guard let figures = facts.figures else { return [] }
        let shown = [KPI.closingRate, .onTimeRate, .returnRate].compactMap { kpi -> String? in
            let value = (figures["kpis"]?.array ?? []).first { $0["id"]?.string == kpi.rawValue }
            let definition = KPIDefinition.of(kpi)
            return value.map { words(definition.name, definition.nameEnglish) + " " + FigureText.value($0, words) }
        }
        let cases = figures["counts"]?["cases"]?.int ?? 0
        return [words("本月：案卷 \(cases)，", "this month: \(cases) cases, ") + words.list(shown)]
    }

    private var lanes: [String] {
        let lag = facts.metrics.sums("hazard_lag_records", by: "shard")
        let seconds = facts.metrics.sums("hazard_lag_seconds", by: "shard")
        let restore = facts.metrics.sums("hazard_restore_remaining_records", by: "shard")
        let rates = facts.rates("hazard_records_consumed_total", by: "shard")
        let shards = Set(lag.keys).union(seconds.keys).union(restore.keys).union(rates.keys)
        guard !shards.isEmpty else { return [words("这台服务器没有分片", "no shard is on this server")] }
        let rows = shards.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) }.map { shard in
            [
                shard, decimal(rates[shard] ?? 0), number(lag[shard] ?? 0), decimal(seconds[shard] ?? 0),
                number(restore[shard] ?? 0),
            ]
        }
        let head = [
            words("分片", "shard"), words("每秒", "a second"), words("未处理", "lag"), words("滞后秒", "lag in s"),
            words("待恢复", "to restore"),
        ]
        return TextTable.lines([head] + rows)
    }

    private var queues: [String] {
        let departments = facts.queues.departments.sorted {
            ($1.value.late, $1.value.open, $0.key) < ($0.value.late, $0.value.open, $1.key)
        }
        guard !departments.isEmpty else { return [words("各部门没有未完成的任务", "no department has open work")] }
        let head = [words("部门", "department"), words("未完成", "open"), words("超期", "overdue"), words("最久", "oldest")]
        let rows = departments.prefix(12).map { id, queue in
            [words.department(id), String(queue.open), String(queue.late), AgeText.text(queue.oldest, words)]
        }
        let note = words("（只计最紧急的 1000 个案卷）", "(counted over the 1,000 most urgent cases)")
        return TextTable.lines([head] + rows) + (facts.queues.isPartial ? [note] : [])
    }

    private var urgent: [String] {
        guard !facts.urgent.isEmpty else { return [words("没有未结的案卷", "no open cases")] }
        return TextTable.lines([CaseRow.head(words)] + facts.urgent.map { CaseRow.cells($0, zone, words) })
    }

    // MARK: - Numbers

    private func rate(_ name: String) -> String { decimal(facts.rate(name)) }

    private func number(_ value: Double) -> String { String(Int(value.rounded())) }

    private func decimal(_ value: Double) -> String { FigureText.number((value * 10).rounded() / 10) }
}

/// The whole terminal, for a page that is drawn again and again.
enum Screen {
    /// Changes to the second buffer of the terminal and hides the cursor.
    static func open() { Terminal.writeScreen("\u{1B}[?1049h\u{1B}[?25l") }

    /// Shows the cursor and what was on the terminal before.
    static func close() { Terminal.writeScreen("\u{1B}[?25h\u{1B}[?1049l") }

    /// Draws a page from the first line, as much of it as fits.
    static func show(_ page: String) {
        let size = Terminal.size
        let lines = ForeignText.page(page).split(separator: "\n", omittingEmptySubsequences: false).prefix(
            size.rows - 1)
        let text = lines.map { cut(String($0), to: size.columns) + "\u{1B}[K" }.joined(separator: "\r\n")
        Terminal.writeScreen("\u{1B}[H" + text + "\u{1B}[J")
    }

    /// The line's beginning that fits; colours need no room, and a cut line ends without them.
    private static func cut(_ line: String, to columns: Int) -> String {
        guard !line.contains("\u{1B}"), TextTable.width(line) > columns else { return line }
        var text = ""
        var width = 0
        for character in line {
            let next = TextTable.width(String(character))
            guard width + next <= columns else { break }
            text.append(character)
            width += next
        }
        return text
    }
}
