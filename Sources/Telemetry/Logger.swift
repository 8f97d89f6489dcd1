/// A log key, from a closed list, and its value.
package typealias LogField = (key: StaticString, value: LogValue)

/// Writes log lines: one line per state change, none per record, and no contact data.
///
/// Event names and keys are `StaticString`, so that input can never become a name; the keys `ts`, `level` and `event` are
/// reserved. A logger is a value: `with` returns a logger that adds fields to every line.
package struct Logger: Sendable {
    private let sink: LogSink
    private let format: LogFormat
    private let minimumLevel: LogLevel
    private let offsetMinutes: Int
    private var context: [LogField] = []

    /// A logger without context.
    ///
    /// `offsetMinutes` is the time zone of `ts` in minutes east of UTC; 480 is `+08:00`.
    package init(
        to sink: LogSink = .standardError, format: LogFormat = .json, minimumLevel: LogLevel = .info,
        offsetMinutes: Int = 480
    ) {
        self.sink = sink
        self.format = format
        self.minimumLevel = minimumLevel
        self.offsetMinutes = offsetMinutes
    }

    /// The same logger with more fields on every line; a repeated key takes the new value.
    package func with(_ fields: KeyValuePairs<StaticString, LogValue>) -> Logger {
        var logger = self
        logger.context = merged(fields)
        return logger
    }

    /// The same logger with the shard on every line.
    package func with(shard: Int) -> Logger { with(["shard": .int(shard)]) }

    /// Whether lines of a level are written, for callers whose fields are expensive to collect.
    package func writes(_ level: LogLevel) -> Bool { level >= minimumLevel }

    package func debug(_ event: StaticString, _ fields: KeyValuePairs<StaticString, LogValue> = [:]) {
        write(.debug, event, fields)
    }

    package func info(_ event: StaticString, _ fields: KeyValuePairs<StaticString, LogValue> = [:]) {
        write(.info, event, fields)
    }

    package func warning(_ event: StaticString, _ fields: KeyValuePairs<StaticString, LogValue> = [:]) {
        write(.warning, event, fields)
    }

    package func error(_ event: StaticString, _ fields: KeyValuePairs<StaticString, LogValue> = [:]) {
        write(.error, event, fields)
    }

    /// Writes one line, unless its level is below the minimum.
    package func write(
        _ level: LogLevel, _ event: StaticString, _ fields: KeyValuePairs<StaticString, LogValue> = [:]
    ) {
        guard writes(level) else { return }
        let line = LogLine(
            time: .now(), offsetMinutes: offsetMinutes, level: level, event: event, fields: merged(fields))
        sink.write(line.bytes(format))
    }

    /// The context, then the given fields; a key appears once, at its first place, with its last value.
    private func merged(_ fields: KeyValuePairs<StaticString, LogValue>) -> [LogField] {
        var merged = context
        for field in fields {
            if let index = merged.firstIndex(where: { Logger.equal($0.key, field.key) }) {
                merged[index].value = field.value
            } else {
                merged.append(field)
            }
        }
        return merged
    }

    /// Whether two keys have the same bytes; makes no strings.
    private static func equal(_ left: StaticString, _ right: StaticString) -> Bool {
        left.withUTF8Buffer { left in right.withUTF8Buffer { left.elementsEqual($0) } }
    }
}
