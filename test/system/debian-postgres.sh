#!/usr/bin/env bash
# Galena on the PostgreSQL of the distribution (15 on Debian 12), and the migrations by psql alone:
# `npm run check:postgres`. Needs a server and psql (Debian: apt-get install postgresql).
set -euo pipefail
cd "$(dirname "$0")/../.."

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
if [ -z "$bin" ] || [ ! -x "$bin/initdb" ] || ! command -v psql >/dev/null; then
  echo 'PostgreSQL and psql are missing, so nothing was checked: apt-get install postgresql' >&2
  exit 1
fi

folder=$(mktemp -d)
chmod 755 "$folder"
run=()
if [ "$(id -u)" = 0 ]; then
  run=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  chown postgres "$folder"
fi
port=$((20000 + RANDOM % 20000))
stop() {
  "${run[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT

export LC_ALL=C.UTF-8
(cd / && "${run[@]}" "$bin/initdb" -D "$folder/data" -U galena --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null)
(cd / && "${run[@]}" "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
  -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories= -c fsync=off -c max_connections=200" start >/dev/null)
server="postgres://galena@127.0.0.1:$port"

psql -q "$server/postgres" -c 'create database by_psql'
for time in first second; do
  for file in supabase/migrations/*.sql; do
    psql -q -v ON_ERROR_STOP=1 --single-transaction "$server/by_psql" -f "$file" 2>&1 | grep -v NOTICE || true
  done
  echo "psql -f, $time time: $(ls supabase/migrations/*.sql | wc -l) files applied"
done
tables=$(psql -qAt "$server/by_psql" -c "select count(*) from information_schema.tables where table_schema in ('raw', 'extracted', 'reference', 'core', 'client')")
[ "$tables" -gt 80 ] || { echo "only $tables tables came to be" >&2; exit 1; }

echo "$("$bin/postgres" --version): the warehouse's tests on it"
GALENA_TEST_SERVER="$server/postgres" node bin/galena.js run test src/db/migrate.test.ts src/db/work-history.test.ts \
  src/db/promotions.test.ts src/db/views.test.ts src/warehouse test/journeys/replay.test.ts test/journeys/order.test.ts \
  test/journeys/people.test.ts
