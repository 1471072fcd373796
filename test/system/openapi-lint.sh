#!/usr/bin/env bash
# The OpenAPI document lints clean: `npm run check:openapi`. npx fetches Redocly's CLI.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
export GALENA_DATA_DIR="$folder/data" PORT=0 LOG_LEVEL=info
node bin/galena.js start >"$folder/log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; rm -rf "$folder"' EXIT
for _ in $(seq 100); do
  url=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$folder/log" | head -n 1 || true)
  [ -n "$url" ] && curl -fs "$url/ready" >/dev/null && break
  sleep 0.2
done
curl -fs "$url/openapi.json" -o "$folder/openapi.json"
npx --yes @redocly/cli@2.77.0 lint --extends=recommended "$folder/openapi.json"
