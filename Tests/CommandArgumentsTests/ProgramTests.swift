import CommandArguments
import Testing
import Wording

@Suite struct ProgramTests {
    let sample = SampleProgram()

    @Test func `options and positionals stand in any order`() throws {
        #expect(sample.run("case", "show", "--json", "20261122-03-000123") == .done)
        let first = try #require(sample.arguments)
        #expect(sample.run("case", "show", "20261122-03-000123", "--json") == .done)
        #expect(sample.arguments == first)
        #expect(first.flag("json"))
        #expect(first.positional("ID") == "20261122-03-000123")
    }

    @Test func `a value follows its name or an equals sign`() throws {
        #expect(sample.run("serve", "--config", "a.yaml", "--set=a=b", "--set", "c=--d", "--set=--e=") == .done)
        let arguments = try #require(sample.arguments)
        #expect(arguments.value("config") == "a.yaml")
        #expect(arguments.values("set") == ["a=b", "c=--d", "--e="])
        #expect(arguments.value("log-format") == nil)
        #expect(!arguments.flag("json"))
    }

    @Test func `after two hyphens every word is an argument`() throws {
        #expect(sample.run("replay", "a", "-", "--", "--help", "--lang") == .done)
        #expect(sample.arguments?.positionals("FILE") == ["a", "-", "--help", "--lang"])
    }

    @Test func `an option with an alternative is shown as a choice, and --version is the command version`() {
        #expect(sample.run("ask", "--help", "--lang", "en") == .done)
        #expect(sample.output.hasPrefix("Usage: hazard ask (--name ID|--file FILE)\n"))
        #expect(sample.run("--version") == .done && sample.arguments != nil)
    }

    @Test func `an error is printed in the requested language`() {
        #expect(sample.run("ping", "--lang", "zh") == .unreachable)
        #expect(sample.errors == "hazard: 连不上\n")
    }

    @Test func `a name is found by one of its parts too`() {
        let known = ["fire-rescue", "gas", "traffic-police"]
        #expect(NearestName.byPart("fier", among: known) == "fire-rescue")
        #expect(NearestName.byPart("police", among: known) == "traffic-police")
        #expect(NearestName.byPart("gab", among: known) == nil)
    }

    @Test func `an optional argument may be left out`() throws {
        #expect(sample.run("case", "list") == .done)
        #expect(sample.arguments?.positional("STATE") == nil)
        #expect(sample.run("case", "list", "triage", "--limit", "20") == .done)
        #expect(sample.arguments?.positional("STATE") == "triage")
        #expect(try sample.arguments?.integer("limit") == 20)
    }

    @Test(arguments: [
        (["serve", "--confg", "a"], "there is no option --confg; did you mean --config?"),
        (["serve", "--quiet-please"], "there is no option --quiet-please\n"),
        (["serve", "-v"], "there is no option -v\n"),
        (["serve"], "the option --config is missing"),
        (["serve", "--config"], "the option --config needs a value"),
        (["serve", "--config", "--set"], "the option --config needs a value"),
        (["serve", "--config", "a", "--config", "b"], "the option --config can be given once only"),
        (["serve", "--config", "a", "--log-format", "xml"], "--log-format cannot be \"xml\"; use text or json"),
        (["case", "show", "1", "--json=yes"], "the option --json takes no value"),
        (["case", "show"], "the argument ID is missing"),
        (["case", "show", "1", "2"], "\"2\" is one argument too many"),
        (["replay"], "the argument FILE is missing"),
        (["case", "list", "--limit", "0"], "--limit must be a whole number from 1 to 500, not \"0\""),
        (["case", "list", "--limit", "many"], "--limit must be a whole number from 1 to 500, not \"many\""),
        (["case", "shwo", "1"], "there is no command \"case shwo\"; did you mean case show?"),
        (["sevre"], "there is no command \"sevre\"; did you mean serve?"),
        (["caes"], "there is no command \"caes\"; did you mean case?"),
        (["case"], "\"case\" needs a further word"),
        (["frobnicate"], "there is no command \"frobnicate\"\n"),
        ([], "a command is missing"),
        (["--lang", "fr", "serve"], "--lang cannot be \"fr\"; use zh or en"),
        (["case", "show", "--lang"], "the option --lang needs a value"),
    ])
    func `wrong use ends with 2 and says what is wrong`(words: [String], message: String) {
        #expect(sample.run(words) == .usage)
        #expect(sample.errors.hasPrefix("hazard: " + message))
        #expect(sample.output.isEmpty)
        #expect(sample.arguments == nil)
    }

    @Test func `an error after a known verb shows the usage of that verb`() {
        #expect(sample.run("case", "show") == .usage)
        #expect(sample.errors == "hazard: the argument ID is missing\nUsage: hazard case show ID [--json]\n")
    }

    @Test func `the first word of a verb shows the verbs that begin with it`() {
        #expect(sample.run("case", "1") == .usage)
        #expect(sample.errors.contains("  case show  Show one case.\n  case list  List cases.\n"))
        #expect(!sample.errors.contains("serve"))
    }

    @Test func `an error with an exit code ends the command with it, any other with 1`() {
        #expect(sample.run("ping") == .unreachable)
        #expect(sample.run("break") == .failed)
        #expect(sample.errors.hasPrefix("hazard: Unreachable"))
    }

    @Test(arguments: [["--help"], ["-h"], ["help"], ["serve", "--help"], ["help", "serve"], ["case", "--help"]])
    func `help goes to standard output`(words: [String]) {
        #expect(sample.run(words) == .done)
        #expect(sample.output.hasPrefix("Usage: hazard "))
        #expect(sample.errors.isEmpty)
        #expect(sample.arguments == nil, "help runs nothing")
    }

    @Test func `help of an unknown verb is an error`() {
        #expect(sample.run("help", "srve") == .usage)
        #expect(sample.errors.contains("did you mean serve?"))
    }

    @Test func `help names every option with its value`() {
        #expect(sample.run("serve", "--help") == .done)
        #expect(
            sample.output == """
                Usage: hazard serve --config FILE [--set KEY=VALUE]… [--log-format text|json]

                Run everything.

                Options:
                  --config FILE           configuration
                  --set KEY=VALUE         override one setting
                  --log-format text|json  log format
                  --lang zh|en            language of help and messages, by default that of LANG
                  --help                  show this help

                """)
    }

    @Test func `help is Chinese where the environment or the option says so`() {
        #expect(sample.run("case", "list", "--help", environment: ["LANG": "zh_CN.UTF-8"]) == .done)
        #expect(
            sample.output == """
                用法：hazard case list [STATE] [--json] [--limit N]

                列出案卷

                参数：
                  STATE  状态

                选项：
                  --json        以 JSON 输出，每行一个对象
                  --limit N     数量
                  --lang zh|en  帮助与提示的语言，默认取自 LANG
                  --help        显示本帮助

                """)
        #expect(sample.run("--lang=zh", "case", "shwo") == .usage)
        #expect(sample.errors.hasPrefix("hazard: 没有命令“case shwo”；是否想用 case show？\n\n用法："))
    }

    @Test(arguments: [
        (["LANG": "zh_CN.UTF-8"], Language.zh), (["LANG": "en_US.UTF-8"], .en), (["LANG": "C"], .en), ([:], .en),
        (["LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"], .en),
        (["LANG": "C", "LC_ALL": "", "LC_MESSAGES": "zh_TW"], .zh),
    ])
    func `the language follows the locale as POSIX orders its variables`(
        environment: [String: String], language: Language
    ) {
        #expect(Language(environment: environment) == language)
    }

}
