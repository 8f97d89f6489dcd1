/// A value that can be bound to a parameter of a statement.
package protocol Bindable {
    /// Binds this value to the parameter with that number, counted from 1.
    func bind(to statement: Statement, at index: Int)
}

extension Int64: Bindable {
    package func bind(to statement: Statement, at index: Int) { statement.bind(self, at: index) }
}

extension Int: Bindable {
    package func bind(to statement: Statement, at index: Int) { statement.bind(Int64(self), at: index) }
}

extension Bool: Bindable {
    package func bind(to statement: Statement, at index: Int) { statement.bind(self ? 1 : 0 as Int64, at: index) }
}

extension Double: Bindable {
    package func bind(to statement: Statement, at index: Int) { statement.bind(self, at: index) }
}

extension String: Bindable {
    package func bind(to statement: Statement, at index: Int) { statement.bind(self, at: index) }
}

extension [UInt8]: Bindable {
    package func bind(to statement: Statement, at index: Int) { statement.bind(self, at: index) }
}

extension Optional: Bindable where Wrapped: Bindable {
    package func bind(to statement: Statement, at index: Int) {
        guard let self else { return statement.bindNull(at: index) }
        self.bind(to: statement, at: index)
    }
}
