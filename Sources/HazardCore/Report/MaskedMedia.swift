internal import ChineseText

extension Media {
    /// The same photo, without contact data in what it is called.
    package var masked: Media {
        var masked = self
        masked.ref = Masking.maskedReference(ref)
        masked.mime = mime.map(Masking.masked)
        return masked
    }
}
