internal import Glibc

/// The sentence of a system error number.
package enum SystemError {
    /// The sentence of an `errno` value: the C library's in English, ours in Chinese where operators meet the error.
    package static func text(_ code: Int32) -> LocalText {
        var buffer = [CChar](repeating: 0, count: 128)
        let isKnown = strerror_r(code, &buffer, buffer.count) == 0
        let bytes = buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        let english = isKnown ? String(decoding: bytes, as: UTF8.self) : "error \(code)"
        return LocalText(zh: chinese[code] ?? "系统错误 \(code)（\(english)）", en: english)
    }

    /// The sentence of the error that the last failed call of this thread left in `errno`.
    package static func last() -> LocalText { text(errno) }

    private static let chinese: [Int32: String] = [
        EPERM: "系统不允许此操作", ENOENT: "没有这个文件或目录", EIO: "读写设备时出错", EAGAIN: "系统资源暂时不足",
        ENOMEM: "内存不足", EACCES: "没有权限", EEXIST: "文件已存在", ENOTDIR: "路径中有一段不是目录", EISDIR: "这是一个目录",
        ENFILE: "系统打开的文件过多", EMFILE: "本进程打开的文件过多", ENOSPC: "磁盘已满", EDQUOT: "磁盘配额已用完",
        EROFS: "文件系统为只读", EADDRINUSE: "地址已被占用", EADDRNOTAVAIL: "地址不属于本机", ELOOP: "符号链接层数过多", ENAMETOOLONG: "文件名过长",
        ENETUNREACH: "网络不可达",
        EHOSTUNREACH: "主机不可达", ECONNREFUSED: "对方拒绝连接", ECONNRESET: "对方中断了连接", ETIMEDOUT: "连接超时",
    ]
}
