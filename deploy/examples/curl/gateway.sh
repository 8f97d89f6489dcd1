#!/usr/bin/env bash
# A gateway of curl, over HTTP: gateway.sh ID PROGRAMME DISTRICT TEXT
# Environment: SERVER (http://127.0.0.1:8421), GATEWAY (g1), TOKEN_FILE (where the installation has tokens), CA_FILE (a private authority).
# The server signs what it takes from a caller with a token.
set -euo pipefail
(($# == 4)) || { sed -n 2,3p "$0" >&2; exit 2; }

value=$(jq -cn --arg id "${GATEWAY:-g1}-$1" --arg programme "$2" --arg district "$3" --arg text "$4" --arg time "$(date +%Y-%m-%dT00:00:00%:z)" \
    '{schema_version: 1, report_id: $id, programme: $programme, channel: "chat", reported_at: $time, text: $text, location: {district: $district}}')

# 202: the report is durable. The same id may be sent again, so a request without an answer is simply repeated; 400 says what is wrong.
printf %s "$value" | curl --silent --show-error --fail-with-body --retry 5 --retry-connrefused --max-time 30 \
    ${TOKEN_FILE:+--header @<(printf 'Authorization: Bearer %s\n' "$(cat "$TOKEN_FILE")")} ${CA_FILE:+--cacert "$CA_FILE"} \
    --header 'Content-Type: application/json' --data-binary @- "${SERVER:-http://127.0.0.1:8421}/v1/reports"
echo
