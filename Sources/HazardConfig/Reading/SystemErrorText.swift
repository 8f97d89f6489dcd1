internal import Glibc
internal import Wording

/// The system's reasons why a file cannot be read.
enum SystemErrorText {
    /// The text of an `errno` value: English by glibc, Chinese by a table of the codes that reading files can give.
    static func text(_ code: Int32) -> LocalText {
        // strerror's text belongs to glibc until the next call on this thread; it is copied at once.
        let english = strerror(code).map { String(cString: $0) } ?? "error \(code)"
        return LocalText(zh: chinese[code] ?? "系统错误 \(code)", en: english)
    }

    private static let chinese: [Int32: String] = [
        ENOENT: "文件或目录不存在", EACCES: "没有读取权限", EPERM: "不允许此操作", EISDIR: "是目录，不是文件",
        ENOTDIR: "路径中有一段不是目录", ELOOP: "符号链接层数过多", ENAMETOOLONG: "文件名过长", EMFILE: "本进程打开的文件过多",
        ENFILE: "系统打开的文件过多", ENOMEM: "内存不足", EIO: "磁盘读写错误",
    ]
}
