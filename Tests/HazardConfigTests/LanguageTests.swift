import HazardConfig
import HazardCore
import TestSupport
import Testing
import Wording

/// The problems of a configuration in both languages; `ConfigFolder` checks the Chinese of every problem that a test produces.
struct LanguageTests {
    @Test(arguments: [
        ("must be 1", "no Chinese"), ("应为 one of the known names", "English sentence"),
        ("无法读取：No such file or directory", "English sentence"), ("", "no Chinese"),
    ])
    func `a Chinese text without Chinese, or with an English sentence, is found`(text: String, fault: String) throws {
        #expect(try #require(ChineseTextCheck.fault(in: text)).contains(fault))
    }

    @Test(arguments: [
        "应为 1 至 1000 的整数", "librdkafka 不接受：“No such configuration property”", "用 `printf %s TOKEN | sha256sum` 计算",
        "可用的键：a、b、c", "写 merge: never 或 radius_m",
    ])
    func `keys, values and quoted text in a Chinese text do not count as an English sentence`(text: String) {
        #expect(ChineseTextCheck.fault(in: text) == nil)
    }

    @Test func `a problem is one line with place, key, value, problem and fix in each language`() throws {
        let problems = try ConfigFolder(["hazard.yaml": "log: {shards: 0, knid: kafka}\n"])
            .problems().map { problem in
                [Language.zh, .en].map { language in
                    String(problem.description(in: language).drop { $0 != ":" }.dropFirst())
                }
            }
        #expect(
            problems == [
                [
                    "1:15: log.shards “0”：应为 1 至 1000 的整数",
                    "1:15: log.shards: \"0\": must be a whole number from 1 to 1000",
                ],
                ["1:18: log.knid：未知的键（是否想写 log.kind？）", "1:18: log.knid: unknown key (did you mean log.kind?)"],
            ])
    }

    @Test func `a file that is not YAML or cannot be read has its reason in Chinese`() throws {
        let broken = try ConfigFolder(["hazard.yaml": "log: {shards: 3\nzone: x\n"]).problems()
        #expect(broken.map(\.problem.zh) == ["YAML 语法错误：读取 { } 键值表时，缺少 , 或 }"])
        let missing = try ConfigFolder(["hazard.yaml": "policy: {routing: none.yaml}\n"]).problems()
        #expect(missing.map(\.problem.zh) == ["无法读取：没有这个文件或目录"])
    }

    @Test func `a rule is called by its name, and one for a single category like the category`() throws {
        let routing = """
            rules:
              - {id: spill-at-night, name: 夜间遗撒, name_en: Spill at night, when: {category: T07, hour: 22-6}, lead: triage}
              - {id: spill-on-phone, when: {category: T07, channel: phone}, lead: triage}
              - {id: road-spill-default, when: {category: T07}, lead: sanitation}
            fallback: {lead: triage}
            """
        let rules = try ConfigFolder(["routing.yaml": routing]).loaded().policy.routing.rules
        #expect(rules.map(\.name) == ["夜间遗撒", nil, "道路遗撒"])
        #expect(rules.map(\.nameEnglish) == ["Spill at night", nil, "Spill"])
        let half = try ConfigFolder(["routing.yaml": routing.replacing(", name_en: Spill at night", with: "")])
        #expect(half.places() == ["routing.yaml:2:5 rules[0].name_en"])
    }

    @Test func `the circumstances of a condition are given in both languages`() throws {
        let policy = try ConfigFolder().loaded().policy
        let condition = try #require(policy.category("T07")?.condition("b"))
        #expect(condition.description == "blocking a lane" && condition.descriptionChinese == "阻断车道")
    }

    @Test func `librdkafka's settings that the dispatcher decides are refused with what to use instead`() throws {
        let folder = try ConfigFolder()
        for name in ["acks", "group.id", "auto.offset.reset", "bootstrap.servers"] {
            let problem = try #require(folder.problems(set: ["log.kafka.settings.\(name)=x"]).first)
            #expect(problem.keyPath == "log.kafka.settings.\(name)" && problem.hint != nil)
        }
    }
}
