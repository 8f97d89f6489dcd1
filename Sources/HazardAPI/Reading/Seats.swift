internal import Synchronization

/// How many may do something costly at once, such as reading from the log.
final class Seats: Sendable {
    private let taken = Mutex(0)

    /// A seat, given back when it is released; nil when all are taken.
    func take(most: Int) -> Seat? {
        let isTaken = taken.withLock { taken in
            guard taken < most else { return false }
            taken += 1
            return true
        }
        return isTaken ? Seat(self) : nil
    }

    fileprivate func give() { taken.withLock { $0 -= 1 } }
}

/// One of the places of those who are at it.
final class Seat: Sendable {
    private let seats: Seats

    fileprivate init(_ seats: Seats) {
        self.seats = seats
    }

    deinit { seats.give() }
}
