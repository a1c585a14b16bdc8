#!/bin/sh
# Lists under load: 200 requests a second for 30 seconds, over a store of made-up incidents.
# usage: scripts/load.sh [DATABASE]   (without one a store of 100,000 incidents is made first; that takes minutes)
# needs: wrk (apt-get install wrk), curl, a built program (make build)
set -eu
marsad=${MARSAD:-target/release/marsad}
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT INT TERM
server=
db=${1:-$work/load.db}
if [ $# -eq 0 ]; then cargo run --release --locked -p marsad-store --example million -- "$db" "${REPORTS:-28000}"; fi
"$marsad" serve --db "$db" --listen 127.0.0.1:0 > "$work/log" &
server=$!
until grep -q http "$work/log"; do sleep 0.2; kill -0 "$server"; done
url=$(sed -n 's/.*\(http:.*\)$/\1/p' "$work/log")
curl -s "$url/api/about"; echo
cat > "$work/lists.lua" <<'L'
-- Every request asks another question: another page of days, type, country or order. wrk has no rate of its own: each
-- of four connections waits 20 ms between answers, which makes 200 a second.
local types = { "ASSAULT", "ASSAULT/drone", "COERCE", "PROTEST" }
local sorts = { "-happened", "-changed", "-killed", "-independent" }
local n = 0
function delay() return 20 end
function request()
  n = n + 1
  local day = string.format("2023-%02d-%02d", 1 + n % 12, 1 + (n * 7) % 28)
  local path = "/api/incidents?limit=50&sort=" .. sorts[1 + n % 4]
  if n % 3 == 1 then path = path .. "&from=" .. day end
  if n % 3 == 2 then path = path .. "&type=" .. types[1 + n % 4] .. "&killed_min=" .. (n % 9) end
  if n % 5 == 4 then path = path .. "&near=" .. (30 + n % 7) .. "," .. (40 + n % 9) .. ",100" end
  return wrk.format("GET", path)
end
L
for pass in "after the start" "from then on"; do
    echo "$pass"
    wrk -t2 -c4 -d"${LASTING:-30}s" --latency -s "$work/lists.lua" "$url"
done
for path in "/api/map?bbox=-180,-90,180,90&zoom=3" "/api/map?bbox=40,32,44,36&zoom=7" /api/timeline /api/facets; do
    curl -s -o /dev/null -w "first $path: %{time_total} s\n" "$url$path"
    curl -s -o /dev/null -w "again $path: %{time_total} s\n" "$url$path"
done
