#!/usr/bin/env bash
# A department of curl, over HTTP: accepts what was sent to it, then ends. department.sh DEPARTMENT
# Environment: SERVER (http://127.0.0.1:8421), TOKEN_FILE (a token with the role department), CA_FILE (a private authority).
set -euo pipefail
(($# == 1)) || { sed -n 2,3p "$0" >&2; exit 2; }

server=${SERVER:-http://127.0.0.1:8421}
call() {
    curl --silent --show-error --max-time 60 ${TOKEN_FILE:+--header @<(printf 'Authorization: Bearer %s\n' "$(cat "$TOKEN_FILE")")} \
        ${CA_FILE:+--cacert "$CA_FILE"} "$@"
}

after=
while :; do
    page=$(call --fail-with-body --get "$server/v1/departments/$1/tasks" --data-urlencode state=sent --data-urlencode limit=100 ${after:+--data-urlencode "after=$after"})
    while IFS=$'\t' read -r case_id dispatch_id; do
        [[ -n $case_id ]] || continue
        # event_id of a task is its hazard-dispatch-id; an answer with an id made of it may be sent again.
        id=accept-$(printf %s "$dispatch_id" | sha256sum | cut -c1-32)
        jq -cn --arg id "$id" --arg department "$1" '{event_id: $id, department: $department, actor: {role: "department", ref: "example"}, kind: "accept"}' |
            call --fail-with-body --header 'Content-Type: application/json' --data-binary @- "$server/v1/cases/$case_id/feedback?wait=10" >/dev/null
        echo "accepted $dispatch_id"
    done < <(jq -r '.tasks[] | [.case_id, .event_id] | @tsv' <<<"$page")
    after=$(jq -r '.next // empty' <<<"$page")
    [[ -n $after ]] || break
done
