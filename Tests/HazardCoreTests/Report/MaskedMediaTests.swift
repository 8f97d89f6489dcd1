import HazardCore
import Testing

struct MaskedMediaTests {
    @Test func `masking a photo's reference leaves what identifies the photo`() {
        let photo = Media(
            ref: "wx/13800138000/1.jpg", sha256: "ab", mime: "image/jpeg", takenAt: Instant(milliseconds: 1))
        let expected = Media(
            ref: "wx/138********/1.jpg", sha256: "ab", mime: "image/jpeg", takenAt: Instant(milliseconds: 1))
        #expect(photo.masked == expected)
    }
}
