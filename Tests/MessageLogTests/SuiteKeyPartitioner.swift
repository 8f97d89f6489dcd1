import MessageLog
import Testing

/// The values of Kafka's `UtilsTest.testMurmur2`, and the partitions that follow from them.
struct SuiteKeyPartitioner {
    @Test(
        arguments: [
            ("21", -973_932_308), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971), ("abc", 479_470_107),
        ] as [(String, Int32)])
    func `murmur2 computes the same hash as Java`(_ key: String, _ hash: Int32) {
        #expect(Int32(bitPattern: KeyPartitioner.murmur2(Array(key.utf8))) == hash)
    }

    @Test func `only the sign bit of a negative hash is cleared`() {
        #expect(
            KeyPartitioner.partition(of: Array("21".utf8), among: 6) == Int(
                UInt32(bitPattern: -973_932_308) & 0x7fff_ffff) % 6)
        #expect(KeyPartitioner.partition(of: Array("abc".utf8), among: 6) == 479_470_107 % 6)
    }

    @Test func `with one partition, every key goes to it`() {
        for key in ["", "a", "510185", "区"] {
            #expect(KeyPartitioner.partition(of: Array(key.utf8), among: 1) == 0)
        }
    }
}
