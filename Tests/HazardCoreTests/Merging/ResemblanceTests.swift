import HazardCore
import TestSupport
import Testing

/// What is suggested to people as possibly the same hazard.
struct ResemblanceTests {
    private static let text = "沱江一号桥引道三车道变一"

    private func facts(
        _ text: String? = text, address: String? = nil, at point: Point? = nil, minutes: Int64 = 0,
        district: String? = "510185"
    ) -> ResemblanceFacts {
        var location = Location()
        location.address = address
        location.wgs84 = point
        location.district = district
        return ResemblanceFacts(openedAt: Instant(milliseconds: minutes * 60_000), text: text, location: location)
    }

    @Test func `two points count by their distance, and beyond 150 m they are not compared`() throws {
        let here = facts(at: Point(latitude: 30.4, longitude: 104.5))
        let near = try #require(here.resemblance(to: facts(at: Point(latitude: 30.4001, longitude: 104.5), minutes: 5)))
        #expect(near.metres == 11 && near.basis == .place && near.wording == 1 && near.isWorthALook)
        let further = try #require(here.resemblance(to: facts(at: Point(latitude: 30.401, longitude: 104.5))))
        #expect(further.metres == 111 && !further.isWorthALook && Resemblance.comesFirst(near, further))
        #expect(here.resemblance(to: facts(at: Point(latitude: 30.402, longitude: 104.5))) == nil)
    }

    @Test func `addresses count by their letters, whatever the script, the width and the marks`() throws {
        let one = facts("路灯不亮", address: "红星路二段12号门口")
        let same = try #require(one.resemblance(to: facts("这里的路灯不亮了", address: "紅星路二段，１２號")))
        #expect(same.metres == nil && same.place ?? 0 > 0.7 && same.isWorthALook)
        let other = try #require(one.resemblance(to: facts("路灯不亮", address: "天府大道北段")))
        #expect(other.place == 0 && !other.isWorthALook)
    }

    @Test func `without a place wording alone counts, and only within two days`() throws {
        let one = facts()
        let two = try #require(one.resemblance(to: facts("沱江一号桥引道三车道变一了", minutes: 60)))
        #expect(two.basis == .wording && two.place == nil && two.isWorthALook)
        #expect(one.resemblance(to: facts(minutes: 3 * 24 * 60)) == nil)
        #expect(try #require(one.resemblance(to: facts("小区门口垃圾成堆"))).isWorthALook == false)
    }

    @Test func `other numbers, another district, too long between and a recurrence are not suggested`() {
        let one = facts("12345号灯杆不亮", address: "红星路")
        #expect(one.resemblance(to: facts("12345号灯杆不亮", address: "红星路")) != nil)
        #expect(one.resemblance(to: facts("54321号灯杆不亮", address: "红星路")) == nil)
        #expect(one.resemblance(to: facts("12345号灯杆不亮", address: "红星路", district: "510104")) == nil)
        #expect(one.resemblance(to: facts("12345号灯杆不亮", address: "红星路", district: nil)) != nil)
        #expect(one.resemblance(to: facts("12345号灯杆不亮", address: "红星路", minutes: 15 * 24 * 60)) == nil)
        var closed = one
        closed.closedAt = Instant(milliseconds: 30 * 60_000)
        #expect(closed.resemblance(to: facts("12345号灯杆不亮", address: "红星路", minutes: 60)) == nil)
        #expect(facts("12345号灯杆不亮", address: "红星路", minutes: 60).resemblance(to: closed) == nil)
        #expect(closed.resemblance(to: facts("12345号灯杆不亮", address: "红星路", minutes: 20)) != nil)
    }
}
