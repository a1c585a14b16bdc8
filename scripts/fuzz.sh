#!/bin/sh
# Asks `marsad serve` thousands of generated questions, from its own OpenAPI document: none may end in a server error.
# usage: scripts/fuzz.sh [DATABASE]   (a copy is asked; the demo story without one)
# needs: python3 with venv, the packages from PyPI, and a built program (make build)
set -eu
marsad=${MARSAD:-target/release/marsad}
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT INT TERM
server=
if [ $# -gt 0 ]; then cp "$1" "$work/fuzz.db"; else "$marsad" ingest samples/story/reports.jsonl --db "$work/fuzz.db" --replay; fi
if [ -z "${SCHEMATHESIS:-}" ]; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install --quiet schemathesis
    SCHEMATHESIS=$work/venv/bin/schemathesis
fi
"$marsad" serve --db "$work/fuzz.db" --listen 127.0.0.1:0 > "$work/log" 2> "$work/errors" &
server=$!
until grep -q http "$work/log"; do sleep 0.2; kill -0 "$server"; done
url=$(sed -n 's/.*\(http:.*\)$/\1/p' "$work/log")
cd "$work"
"$SCHEMATHESIS" run "$url/api/openapi.json" --checks not_a_server_error,response_schema_conformance \
    --exclude-path /api/changes/stream --exclude-path-regex '^/api/session$' --max-examples "${EXAMPLES:-80}" --seed 1 --request-timeout 20 \
    || { cat "$work/errors"; exit 1; }
if [ -s "$work/errors" ]; then echo "the server told of failures:"; cat "$work/errors"; exit 1; fi
