#!/bin/sh
# Run a command (the tests) on a throw-away server of the oldest PostgreSQL that may be outside: Debian's 15.
set -eu
programs=${ASSETRY_OLDEST_PG_BINDIR:-/usr/lib/postgresql/15/bin}
if [ ! -x "$programs/initdb" ]; then
    echo "assetry: PostgreSQL 15 is missing: apt-get install postgresql-15, or name it by ASSETRY_OLDEST_PG_BINDIR." >&2
    exit 1
fi
folder=$(mktemp -d "${TMPDIR:-/tmp}/assetry-oldest.XXXXXX")
as_server=
if [ "$(id -u)" = 0 ]; then
    chown postgres "$folder"
    as_server="setpriv --reuid=postgres --regid=postgres --clear-groups"
fi
chmod 755 "$folder"
stop() {
    $as_server "$programs/pg_ctl" --silent --pgdata="$folder/data" --mode=immediate stop || true
    rm -rf "$folder"
}
trap stop EXIT
cd_back=$(pwd)
cd /
$as_server "$programs/initdb" --pgdata="$folder/data" --username=postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
$as_server "$programs/pg_ctl" --silent --wait --pgdata="$folder/data" --log="$folder/log" \
    --options="-k $folder -c listen_addresses='' -c fsync=off -c max_connections=200" start
"$programs/psql" --quiet --host="$folder" --username=postgres \
    --command="CREATE ROLE assetry_owner LOGIN CREATEDB" --command="CREATE ROLE assetry_app LOGIN" postgres
"$programs/psql" --quiet --host="$folder" --username=postgres \
    --command="GRANT pg_signal_backend TO assetry_owner" postgres
cd "$cd_back"
ASSETRY_TEST_SERVER="host=$folder" "$@"
