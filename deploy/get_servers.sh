#!/bin/sh
# Install what is missing of nginx, PostgreSQL and Redis, on Debian and Ubuntu as root; each argument is one of
# nginx, postgres, redis. A server that is installed here is not started: who asks for it starts its own.
set -eu

has() {
    case $1 in
    nginx) command -v nginx || [ -x /usr/sbin/nginx ] ;;
    postgres) command -v initdb || ls /usr/lib/postgresql/*/bin/initdb ;;
    redis) command -v redis-server || command -v valkey-server ;;
    *) echo "unknown: $1" >&2 && exit 2 ;;
    esac >/dev/null 2>&1
}

package() {
    case $1 in
    postgres) echo postgresql ;;
    redis) echo redis-server ;;
    *) echo "$1" ;;
    esac
}

find_missing() {
    missing=
    for name in "$@"; do
        has "$name" || missing="$missing $(package "$name")"
    done
    [ -n "$missing" ] || exit 0
}

find_missing "$@"
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "Needs$missing; on Debian and Ubuntu: apt install$missing" >&2
    exit 1
fi

# Tests that run at once ask at once.
exec 9>/run/studyguide-servers.lock
flock 9
find_missing "$@"

echo "Installing$missing with apt-get" >&2
# Debian starts each server that it installs, on the port that everybody uses. This forbids it for the moment.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    trap 'rm -f $policy' EXIT
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod +x $policy
fi
apt-get update -qq >&2
# shellcheck disable=SC2086 # words on purpose
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
