import Foundation
import JSONText

/// One measurement, printed as one line of JSON: what was run, its figures, and what the process used.
///
/// - `workload`: the verb. Its own figures follow, with the unit in the name.
/// - `commit`: of the working directory, with `-dirty` when files differ from it; null outside a repository.
/// - `system`: kernel, processors and C library.
/// - `cpu_s`: processor time of the process so far, in seconds; `rss_mb` and `peak_rss_mb`: resident memory now and at most.
struct Measurement {
    let workload: String
    var figures: [JSONValue.Member] = []

    init(_ workload: String) { self.workload = workload }

    /// Adds a whole number.
    mutating func add(_ name: String, _ value: Int) { figures.append(.init(name, .int(Int64(value)))) }

    /// Adds a number, rounded to three decimals.
    mutating func add(_ name: String, _ value: Double) {
        figures.append(.init(name, .double((value * 1000).rounded() / 1000)))
    }

    mutating func add(_ name: String, _ value: String) { figures.append(.init(name, .string(value))) }

    func print() {
        var members: [JSONValue.Member] = [.init("workload", .string(workload))]
        members += figures
        members.append(.init("commit", Self.commit.map { .string($0) } ?? .null))
        members.append(.init("system", .string(Self.system)))
        members.append(.init("cpu_s", .double((ProcessUse.processorSeconds * 1000).rounded() / 1000)))
        members.append(.init("rss_mb", .int(Int64(ProcessUse.residentMegabytes))))
        members.append(.init("peak_rss_mb", .int(Int64(ProcessUse.peakMegabytes))))
        FileHandle.standardOutput.write(Data(JSONValue.object(members).bytes + [UInt8(ascii: "\n")]))
    }

    private static let commit: String? = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return process.terminationStatus == 0 ? text.trimmingCharacters(in: .whitespacesAndNewlines) : nil
    }()

    private static let system =
        "\(ProcessInfo.processInfo.operatingSystemVersionString), \(ProcessInfo.processInfo.activeProcessorCount) processors"
}

/// What this process has used.
enum ProcessUse {
    /// User and system time, in seconds.
    static var processorSeconds: Double {
        var use = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &use)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
        return seconds(use.ru_utime) + seconds(use.ru_stime)
    }

    static var peakMegabytes: Int {
        var use = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &use)
        return use.ru_maxrss / 1024
    }

    /// From `/proc/self/statm`; 0 where there is none.
    static var residentMegabytes: Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let fields = text.split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576 : 0
    }
}
