/// The formats of pictures that are taken.
package enum MediaKind: String, CaseIterable, Sendable {
    case jpeg = "image/jpeg"
    case png = "image/png"
    case heic = "image/heic"

    /// The media type.
    package var mime: String { rawValue }

    /// The names of the format in a `Content-Type`.
    package var names: [String] {
        switch self {
        case .jpeg: ["image/jpeg", "image/jpg", "image/pjpeg"]
        case .png: ["image/png", "image/x-png"]
        case .heic: ["image/heic", "image/heif"]
        }
    }
}

/// What a picture is by its content, and its bytes without what says where and with what it was taken.
package struct InspectedMedia: Sendable {
    package var kind: MediaKind
    /// The place that the camera wrote into the picture.
    package var place: MediaPlace?
    /// The same picture without place, device, times, names and comments.
    package var stripped: [UInt8]

    /// Nil for anything but a whole JPEG, PNG or HEIC picture.
    package init?(_ bytes: [UInt8]) {
        let view = ByteView(bytes)
        if let picture = JPEGPicture(view) {
            kind = .jpeg
            place = picture.exif?.place
            stripped = picture.stripped
        } else if let picture = PNGPicture(view) {
            kind = .png
            place = picture.exif?.place
            stripped = picture.stripped
        } else if let picture = HEICPicture(view) {
            kind = .heic
            place = picture.exif?.place
            stripped = picture.stripped
        } else {
            return nil
        }
    }
}

/// A place in degrees (WGS 84).
package struct MediaPlace: Hashable, Sendable {
    package var latitude: Double
    package var longitude: Double

    package init(latitude: Double, longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
    }
}
