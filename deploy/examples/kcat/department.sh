#!/usr/bin/env bash
# A department of kcat: takes what is new on its queue and accepts it, then ends. department.sh DEPARTMENT
# Environment: BOOTSTRAP (localhost:9092), SEEN (DEPARTMENT.seen: ids and versions taken so far), KAFKA_CONFIG (a file for kcat -F),
# SIGNING_KEY_ID and SIGNING_KEY_FILE.
set -euo pipefail
(($# == 1)) || { sed -n 2,4p "$0" >&2; exit 2; }

department=$1 seen=${SEEN:-$1.seen}
touch "$seen"
kafka=(kcat ${KAFKA_CONFIG:+-F "$KAFKA_CONFIG"} -b "${BOOTSTRAP:-localhost:9092}" -q)

accept() {
    local dispatch_id=$1 case_id=$2 shard=$3 value digest signature=()
    # The id is made of what is answered: an answer that is sent again has no effect.
    value=$(jq -cn --arg id "accept-$(printf %s "$dispatch_id" | sha256sum | cut -c1-32)" --arg case "$case_id" --arg department "$department" \
        --arg at "$(date +%Y-%m-%dT%H:%M:%S%:z)" '{schema_version: 1, event_id: $id, case_id: $case, department: $department,
         actor: {role: "department", ref: "example"}, kind: "accept", at: $at}')
    if [[ -n ${SIGNING_KEY_FILE:-} ]]; then
        digest=$(printf %s "$value" | openssl dgst -sha256 -hmac "$(cat "$SIGNING_KEY_FILE")" | sed 's/.*= //')
        signature=(-H "hazard-signature=$SIGNING_KEY_ID;$digest")
    fi
    # The partition of the case's shard keeps the order of one case's answers.
    printf %s "$value" | "${kafka[@]}" -P -t hazard.feedback -k "$case_id" -p "$shard" -X enable.idempotence=true "${signature[@]}"
}

# The whole queue is read each time, and what was seen is dropped: no offset has to be kept. isolation.level is what kcat needs most.
"${kafka[@]}" -C -t "hazard.dispatch.$department" -o beginning -e -X isolation.level=read_committed -f '%h\t%s\n' | while IFS=$'\t' read -r headers value; do
    dispatch_id=$(tr , '\n' <<<"$headers" | sed -n 's/^hazard-dispatch-id=//p')
    shard=$(tr , '\n' <<<"$headers" | sed -n 's/^hazard-shard=//p')
    grep -qxF "$dispatch_id" "$seen" && continue
    event=$(jq -r .event <<<"$value")
    echo "$event $dispatch_id"
    case $event in
        dispatched | redispatched | reopened) accept "$dispatch_id" "$(jq -r .case_id <<<"$value")" "$shard" </dev/null ;;
    esac
    echo "$dispatch_id" >>"$seen"
done
