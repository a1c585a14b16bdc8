#!/bin/sh
# The tests of the pages in Chromium, over the demo story in a real `marsad serve`. Installs Debian's Chromium if there is none.
# usage: MARSAD=target/debug/marsad scripts/web-test.sh
set -eu
marsad=${MARSAD:-target/release/marsad}
if [ -z "${CHROMIUM:-}" ] && ! command -v chromium > /dev/null && ! command -v google-chrome > /dev/null; then
    echo "no Chromium: installing Debian's"
    as_root=; [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update -q && $as_root apt-get install -qy --no-install-recommends chromium
fi
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT INT TERM
"$marsad" ingest samples/story/reports.jsonl --db "$work/story.db" --replay
"$marsad" user token "nightly export" --db "$work/story.db" > /dev/null
"$marsad" serve --db "$work/story.db" --demo --listen 127.0.0.1:0 > "$work/log" &
server=$!
until grep -q http "$work/log"; do sleep 0.2; kill -0 "$server"; done
MARSAD_URL=$(sed -n 's/.*\(http:.*\)$/\1/p' "$work/log")
export MARSAD_URL
cd web
npm run --silent check
npm test --silent
