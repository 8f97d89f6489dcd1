internal import ChineseText

extension Media {
    /// The same photo with contact data in its reference masked.
    package var masked: Media {
        var masked = self
        masked.ref = Masking.maskedReference(ref)
        masked.mime = mime.map(Masking.masked)
        return masked
    }
}
