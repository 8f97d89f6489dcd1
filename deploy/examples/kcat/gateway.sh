#!/usr/bin/env bash
# A gateway of kcat: gateway.sh ID PROGRAMME DISTRICT TEXT
# Environment: BOOTSTRAP (localhost:9092), GATEWAY (g1), KAFKA_CONFIG (a file for kcat -F), SIGNING_KEY_ID and SIGNING_KEY_FILE.
set -euo pipefail
(($# == 4)) || { sed -n 2,3p "$0" >&2; exit 2; }

# The time is the ticket's: here the start of this day, so that the same ticket sent again is the same content.
value=$(jq -cn --arg id "${GATEWAY:-g1}-$1" --arg programme "$2" --arg district "$3" --arg text "$4" --arg time "$(date +%Y-%m-%dT00:00:00%:z)" \
    '{schema_version: 1, report_id: $id, programme: $programme, channel: "chat", reported_at: $time, text: $text, location: {district: $district}}')

signature=()
if [[ -n ${SIGNING_KEY_FILE:-} ]]; then
    digest=$(printf %s "$value" | openssl dgst -sha256 -hmac "$(cat "$SIGNING_KEY_FILE")" | sed 's/.*= //')
    signature=(-H "hazard-signature=$SIGNING_KEY_ID;$digest")
fi
# -k is the district: murmur2 of it is the shard, as in Java's client. kcat ends with an error when the broker does not take the record.
printf %s "$value" | kcat ${KAFKA_CONFIG:+-F "$KAFKA_CONFIG"} -b "${BOOTSTRAP:-localhost:9092}" -P -t hazard.reports -k "$3" \
    -X partitioner=murmur2_random -X enable.idempotence=true -X acks=all "${signature[@]}"
jq -r .report_id <<<"$value"
