#!/bin/sh
# Print the path of a Chromium to test with; whatever else is said goes to standard error.
# Looked for: $CHROMIUM, the system's, Debian's package (as root), Playwright's own download.
set -u
python=$(dirname "$0")/../../.venv/bin/python

find_chromium() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return 0
    done
    return 1
}

install_with_apt() {
    [ "$(id -u)" = 0 ] && command -v apt-get || return 1
    echo "Installing Chromium with apt-get"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium
} >&2

install_with_playwright() {
    echo "Downloading Chromium with Playwright" >&2
    "$python" -m playwright install chromium >/dev/null 2>&1 || return 1
    "$python" -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)'
}

find_chromium && exit
install_with_apt && find_chromium && exit
install_with_playwright && exit
echo "Needs a Chromium: install the package chromium or google-chrome, or set CHROMIUM to the path of one" >&2
exit 1
