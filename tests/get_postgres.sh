#!/bin/sh
# Print the address of a PostgreSQL to test with; whatever else is said goes to standard error.
# Looked for: $DATABASE_URL, one on 127.0.0.1:5432 that trusts its own machine, Debian's package (as root).
set -u
# Tests neither outlive a power cut nor plan long queries.
address=postgres://postgres@127.0.0.1:5432/postgres?options=-c%20synchronous_commit%3Doff%20-c%20jit%3Doff
python=$(dirname "$0")/../.venv/bin/python

case ${DATABASE_URL:-} in
postgres*) echo "$DATABASE_URL" && exit ;;
esac

is_there() {
    "$python" -c "import psycopg; psycopg.connect('$address', connect_timeout=3)" 2>/dev/null
}

restart() {
    pg_ctlcluster "$(pg_lsclusters --no-header | awk 'NR == 1 { print $1 }')" main restart && is_there
} >&2

# Lets everybody on this machine in without a password, so nobody's own PostgreSQL is ever touched: only a new one.
install_with_apt() {
    [ "$(id -u)" = 0 ] && command -v apt-get && ! command -v pg_ctlcluster || return 1
    echo "Installing PostgreSQL with apt-get"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql &&
        sed -i -E '/^host.*127\.0\.0\.1/s/\S+$/trust/' /etc/postgresql/*/main/pg_hba.conf &&
        sed -i '$ a fsync = off\nfull_page_writes = off' /etc/postgresql/*/main/postgresql.conf
} >&2

is_there || { command -v pg_ctlcluster >/dev/null && restart; } || { install_with_apt && restart; } || {
    echo "Needs a PostgreSQL: start one that trusts 127.0.0.1, or set DATABASE_URL to its address" >&2
    exit 1
}
echo $address
