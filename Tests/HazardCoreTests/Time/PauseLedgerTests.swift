import HazardCore
import TestSupport
import Testing

/// Tests that pauses are merged in any order.
struct PauseLedgerTests {
    private func instant(_ minute: Int) -> Instant { Instant(milliseconds: 0).adding(minutes: Int64(minute)) }

    private func ledger(_ pauses: [(Int, Int?)]) -> PauseLedger {
        PauseLedger(pauses.compactMap { Pause(from: instant($0), to: $1.map(instant)) })
    }

    private func minutes(_ ledger: PauseLedger) -> [String] {
        ledger.pauses.map { pause in
            "\(pause.start.milliseconds / 60_000)-" + (pause.end.map { "\($0.milliseconds / 60_000)" } ?? "")
        }
    }

    @Test func `overlapping and adjacent pauses are merged`() {
        #expect(
            minutes(ledger([(10, 20), (0, 5), (15, 30), (30, 40), (50, 60), (52, 55)])) == ["0-5", "10-40", "50-60"])
        #expect(minutes(ledger([(10, nil), (20, 30), (0, 12)])) == ["0-"])
        #expect(minutes(ledger([(10, 10), (20, 21)])) == ["20-21"])
        #expect(Pause(from: instant(2), to: instant(1)) == nil)
    }

    @Test func `stopping or resuming a clock twice has no further effect`() {
        var ledger = PauseLedger()
        ledger.resume(at: instant(1))
        #expect(ledger == PauseLedger())
        ledger.pause(at: instant(5))
        ledger.pause(at: instant(7))
        #expect(minutes(ledger) == ["5-"])
        #expect(ledger.isPaused(at: instant(5)) && !ledger.isPaused(at: instant(4)))
        ledger.resume(at: instant(9))
        ledger.resume(at: instant(11))
        #expect(minutes(ledger) == ["5-9"])
        #expect(!ledger.isPaused(at: instant(9)) && ledger.isPaused(at: instant(8)))
    }

    @Test func `a pause that is resumed at once leaves no entry`() throws {
        var ledger = PauseLedger()
        ledger.pause(at: instant(5))
        ledger.resume(at: instant(5))
        #expect(ledger.pauses.isEmpty)
        ledger.add(try #require(Pause(from: instant(3), to: instant(4))))
        #expect(minutes(ledger) == ["3-4"])
    }
}
