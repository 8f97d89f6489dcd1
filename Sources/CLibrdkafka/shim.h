#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

// rd_kafka_producev is variadic, which Swift cannot call. The library copies value and key; on success it owns `headers` (may be
// NULL), on failure the caller still owns them. The partition is always given (`LIBRDKAFKA.md`, Headers: without one, 2.0.2 frees
// the headers twice).
static inline rd_kafka_resp_err_t hazard_produce_with_headers(
    rd_kafka_t *rk, rd_kafka_topic_t *topic, int32_t partition, const void *value, size_t valueLength, const void *key,
    size_t keyLength, rd_kafka_headers_t *headers, void *opaque) {
  return rd_kafka_producev(
      rk, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_PARTITION(partition), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
      RD_KAFKA_V_VALUE((void *)value, valueLength), RD_KAFKA_V_KEY((void *)key, keyLength), RD_KAFKA_V_HEADERS(headers),
      RD_KAFKA_V_OPAQUE(opaque), RD_KAFKA_V_END);
}
