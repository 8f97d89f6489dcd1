import CLibrdkafka
import KafkaLog
import MessageLog
import Testing

/// How a session handles the errors of brokers.
struct KafkaMockTests {
    private let records = [
        NewRecord(topic: "out", partition: 0, key: [1], value: [2]),
        NewRecord(topic: "other", partition: 0, key: [1], value: [2]),
    ]
    private let positions = [Position(TopicPartition("in", 0), next: 7)]

    private func cluster() throws -> MockCluster { try MockCluster(["in", "out", "other"]) }

    @Test
    func `a commit whose EndTxn was sent twice succeeds, and a new writer is started before the next transaction`()
        throws
    {
        let mock = try cluster()
        let session = try mock.session()
        _ = try session.commit(records, positions: positions, watched: [])
        #expect(mock.tainted == 0)
        mock.answer(.endTransaction, RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS)
        _ = try session.commit(records, positions: positions, watched: [])
        #expect(mock.tainted == 1)
        #expect(mock.diagnostics.has("kafka.writer.tainted"))
        // The error for the start of a writer is used, which shows that a new writer was started.
        mock.answer(.initProducerID, RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
        #expect(session.commitFailure(records)?.failure.code == "TRANSACTIONAL_ID_AUTHORIZATION_FAILED")
        _ = try session.commit(records, positions: positions, watched: [])
        #expect(mock.tainted == 1)
    }

    @Test(arguments: [
        RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION, RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID,
        RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID,
    ])
    func `a group that does not know the member fences the shard permanently`(_ code: rd_kafka_resp_err_t) throws {
        let mock = try cluster()
        let session = try mock.session()
        mock.answer(.transactionPositions, code)
        #expect(session.commitFailure(records, positions: positions)?.kind == "fenced")
        #expect(session.commitFailure(records, positions: positions)?.kind == "fenced")
        do throws(CommitFailure) {
            try session.openWriter()
            Issue.record("a process without the shard opened its writer")
        } catch { #expect(error.kind == "fenced") }
    }

    @Test(arguments: [
        (MockCluster.Request.addPartitions, RD_KAFKA_RESP_ERR_PRODUCER_FENCED),
        (.transactionPositions, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH),
        (.endTransaction, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH),
    ])
    func `a newer producer of the same id fences the older one`(
        _ request: MockCluster.Request, _ code: rd_kafka_resp_err_t
    ) throws {
        let mock = try cluster()
        let session = try mock.session()
        mock.answer(request, code)
        let failure = try #require(session.commitFailure(records, positions: positions))
        #expect(failure.kind == "fenced")
        #expect(failure.failure.reason.contains("another process owns the shard"))
    }

    @Test(arguments: [RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE])
    func `a topic that refuses its records is named, and the next commit succeeds`(
        _ code: rd_kafka_resp_err_t
    ) throws {
        let mock = try cluster()
        let session = try mock.session()
        mock.answer(.produce, code)
        #expect(session.commitFailure([records[1]], positions: positions)?.kind == "refused other")
        _ = try session.commit(records, positions: positions, watched: [])
    }

    @Test
    func `a commit that the group does not authorise is aborted and is not retriable`() throws {
        let mock = try cluster()
        let session = try mock.session()
        mock.answer(.transactionPositions, RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED)
        let failure = try #require(session.commitFailure(records, positions: positions))
        #expect(failure.kind == "aborted")
        #expect(!failure.failure.isRetriable)
        _ = try session.commit(records, positions: positions, watched: [])
    }

    @Test
    func `temporary errors are retried`() throws {
        let mock = try cluster()
        let session = try mock.session()
        mock.answer(.addPartitions, RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS, RD_KAFKA_RESP_ERR_NOT_COORDINATOR)
        mock.answer(.produce, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION)
        mock.answer(.transactionPositions, RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS)
        _ = try session.commit(records, positions: positions, watched: [])
    }

    @Test
    func `a commit whose EndTxn gets no answer has an unknown outcome, and a new writer continues`() throws {
        let mock = try cluster()
        let session = try mock.session()
        // Each one closes the connection, until the transaction times out.
        for _ in 0..<500 { mock.answer(.endTransaction, RD_KAFKA_RESP_ERR__TRANSPORT) }
        #expect(session.commitFailure(records, positions: positions)?.kind == "unknown")
        mock.forget(.endTransaction)
        #expect(session.commitFailure(records)?.failure.code == "_STATE")
        try session.openWriter()
        _ = try session.commit(records, positions: positions, watched: [])
    }
}
