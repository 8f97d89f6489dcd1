internal import HazardWire
package import HazardCore
internal import Foundation

/// Reports with a place, for tests of merging.
package struct PlacedReport {
    package var id: String
    package var rider: String
    package var category: String? = "T02"
    package var text: String? = "沱江一号桥引道三车道变一"
    /// Metres north and east of the bridge; nil for no coordinates.
    package var at: (north: Double, east: Double)? = (0, 0)
    package var address: String?
    package var thread: String?
    package var related: String?
    package var photo: String?
    package var district = "510185"
    package var programme = "jianyang.sentinel"
    /// `Samples.now` when nil.
    package var reported: Instant?

    package init(_ id: String, rider: String? = nil) {
        self.id = id
        self.rider = rider ?? "rider of \(id)"
    }

    package func edited(_ edit: (inout PlacedReport) -> Void) -> PlacedReport {
        var copy = self
        edit(&copy)
        return copy
    }

    package var json: String {
        var fields = [
            #""schema_version":1"#, #""report_id":"\#(id)""#, #""programme":"\#(programme)""#, #""channel":"chat""#,
            #""reported_at":"\#(reported.map { TimeText.text($0, .china) } ?? Samples.now)""#,
            #""reporter":{"ref":"\#(rider)","kind":"rider"}"#,
        ]
        if let text { fields.append(#""text":"\#(text)""#) }
        if let category { fields.append(#""category_hint":"\#(category)""#) }
        if let thread { fields.append(#""thread_id":"\#(thread)""#) }
        if let related { fields.append(#""related_report_id":"\#(related)""#) }
        if let photo {
            let sha256 = String(repeating: "0", count: max(0, 64 - photo.count)) + photo
            fields.append(#""media":[{"ref":"m/\#(photo)","sha256":"\#(sha256)","mime":"image/jpeg"}]"#)
        }
        var place = [#""district":"\#(district)""#]
        if let address { place.append(#""address":"\#(address)""#) }
        if let at {
            place.append(#""lat":\#(30.4 + at.north / 111_195),"lon":\#(104.55 + at.east / 95_907),"crs":"wgs84""#)
        }
        fields.append(#""location":{\#(place.joined(separator: ","))}"#)
        return "{" + fields.joined(separator: ",") + "}"
    }
}
