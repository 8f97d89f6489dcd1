import HazardCore
import Testing

struct MaskedMediaTests {
    @Test func `a photo keeps what tells it from others`() {
        let photo = Media(
            ref: "wx/13800138000/1.jpg", sha256: "ab", mime: "image/jpeg", takenAt: Instant(milliseconds: 1))
        let expected = Media(
            ref: "wx/138********/1.jpg", sha256: "ab", mime: "image/jpeg", takenAt: Instant(milliseconds: 1))
        #expect(photo.masked == expected)
    }
}
