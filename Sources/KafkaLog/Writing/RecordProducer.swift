internal import CLibrdkafka
internal import MessageLog

/// Passes records to a producer.
enum RecordProducer {
    /// Enqueues one record. The library copies key and value during the call.
    static func produce(
        _ producer: OpaquePointer, _ topic: OpaquePointer, _ partition: Int32, _ record: NewRecord,
        _ opaque: UnsafeMutableRawPointer?
    ) -> rd_kafka_resp_err_t {
        withBytes(of: record.key) { key, keyLength in
            withBytes(of: record.value) { value, valueLength in
                guard !record.headers.isEmpty else {
                    // `LIBRDKAFKA.md`, Cost of calls: headers are the most expensive part of a record.
                    let result = rd_kafka_produce(
                        topic, partition, RD_KAFKA_MSG_F_COPY, UnsafeMutableRawPointer(mutating: value), valueLength,
                        key,
                        keyLength, opaque)
                    return result == 0 ? RD_KAFKA_RESP_ERR_NO_ERROR : rd_kafka_last_error()
                }
                // Owned until the library accepts the record.
                let headers = rd_kafka_headers_new(record.headers.count)
                for header in record.headers {
                    _ = header.value.withUnsafeBytes { bytes in
                        rd_kafka_header_add(headers, header.name, -1, bytes.baseAddress ?? emptyBytes, bytes.count)
                    }
                }
                let code = hazard_produce_with_headers(
                    producer, topic, partition, value, valueLength, key, keyLength, headers, opaque)
                if code != RD_KAFKA_RESP_ERR_NO_ERROR { rd_kafka_headers_destroy(headers) }
                return code
            }
        }
    }

    /// The address of empty bytes, because a null pointer means that there are none. One byte, never freed or read.
    nonisolated(unsafe) private static let emptyBytes = UnsafeRawPointer(
        UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1))

    private static func withBytes<T>(of bytes: [UInt8]?, _ body: (UnsafeRawPointer?, Int) -> T) -> T {
        guard let bytes else { return body(nil, 0) }
        return bytes.withUnsafeBytes { body($0.baseAddress ?? emptyBytes, $0.count) }
    }
}
