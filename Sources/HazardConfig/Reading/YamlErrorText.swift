internal import Wording

/// What libyaml 0.2.5 reports about a text that is not YAML, in both languages.
enum YamlErrorText {
    /// A problem or its context (`while …`); a text that the table does not have is quoted in Chinese.
    static func text(_ english: String) -> LocalText {
        LocalText(zh: chinese[english] ?? "“\(english)”", en: english)
    }

    private static let chinese = contexts.merging(encoding) { first, _ in first }.merging(syntax) { first, _ in first }

    private static let contexts = [
        "while scanning a simple key": "读取键时", "while scanning a block scalar": "读取多行文本时",
        "while scanning a plain scalar": "读取值时", "while scanning a quoted scalar": "读取带引号的文本时",
        "while parsing a quoted scalar": "读取带引号的文本时", "while scanning an anchor": "读取锚点时",
        "while scanning an alias": "读取别名时", "while scanning a tag": "读取标签时", "while parsing a tag": "读取标签时",
        "while scanning a directive": "读取指令时", "while scanning a %YAML directive": "读取 %YAML 指令时",
        "while scanning a tag directive": "读取 %TAG 指令时", "while scanning a %TAG directive": "读取 %TAG 指令时",
        "while parsing a tag directive": "读取 %TAG 指令时", "while parsing a %TAG directive": "读取 %TAG 指令时",
        "while scanning for the next token": "继续读取时", "while parsing a block collection": "读取列表时",
        "while parsing a block mapping": "读取键值表时", "while parsing a flow sequence": "读取 [ ] 列表时",
        "while parsing a flow mapping": "读取 { } 键值表时", "while parsing a block node": "读取值时",
        "while parsing a flow node": "读取值时", "while parsing a node": "读取值时",
    ]

    private static let encoding = [
        "no memory": "内存不足", "input error": "读取出错", "input is too long": "文件过长",
        "invalid leading UTF-8 octet": "首字节无效", "invalid trailing UTF-8 octet": "后续字节无效",
        "invalid length of a UTF-8 sequence": "字符长度无效", "incomplete UTF-8 octet sequence": "字符不完整",
        "invalid Unicode character": "无效的 Unicode 字符", "control characters are not allowed": "不允许控制字符",
    ]

    private static let syntax = [
        "could not find expected ':'": "缺少冒号 :", "found unexpected ':'": "多出冒号 :",
        "mapping values are not allowed in this context": "此处不能有“键: 值”",
        "mapping keys are not allowed in this context": "此处不能有键",
        "block sequence entries are not allowed in this context": "此处不能有列表项 -",
        "did not find expected '-' indicator": "缺少列表项 -", "did not find expected key": "缺少键",
        "did not find expected ',' or ']'": "缺少 , 或 ]", "did not find expected ',' or '}'": "缺少 , 或 }",
        "did not find expected node content": "缺少值", "did not find expected <document start>": "此处应是新文档的开头 ---",
        "found character that cannot start any token": "值不能以此字符开头",
        "found a tab character where an indentation space is expected": "缩进应为空格，不能是制表符",
        "found a tab character that violates indentation": "缩进不能用制表符",
        "found an indentation indicator equal to 0": "缩进数不能为 0",
        "did not find expected comment or line break": "此处应是注释或换行",
        "did not find expected whitespace": "缺少空格", "did not find expected whitespace or line break": "缺少空格或换行",
        "found unexpected end of stream": "文件提前结束", "found unexpected document indicator": "不应有 --- 或 ...",
        "found unknown escape character": "无法识别的转义符", "found invalid Unicode character escape code": "无效的 Unicode 转义",
        "did not find expected hexdecimal number": "缺少十六进制数", "found undefined tag handle": "标签前缀未定义",
        "did not find expected alphabetic or numeric character": "缺少字母或数字",
        "found unknown directive name": "无法识别的指令", "found incompatible YAML document": "不支持此 YAML 版本",
    ]
}
