#!/usr/bin/env bash
# Prepares this checkout: the Python environment in .venv and the system libraries Qt needs.
#
#   scripts/setup.sh environment   create or refresh .venv
#   scripts/setup.sh offscreen     libraries for Qt without a display (the tests)
#   scripts/setup.sh window        libraries for Qt with a window (the studio)
#
# On Debian and Ubuntu as root missing packages are installed; elsewhere one sentence says
# what to install.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

log=.venv/setup.log

say() { printf '%s\n' "$*" >&2; }
fail() { say "weft: $*"; exit 1; }

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

install_packages() {
    say "Installing $*"
    local output
    output=$(
        export DEBIAN_FRONTEND=noninteractive
        exec </dev/null 2>&1
        apt-get update && apt-get install --option DPkg::Lock::Timeout=300 \
            --yes --no-install-recommends "$@"
    ) || { say "$output"; fail "apt-get could not install: $*"; }
}

# --- Python ----------------------------------------------------------------------------------

suits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
makes_environments() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

find_python() {
    local name
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        if suits "$name" && makes_environments "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

python_or_explain() {
    find_python && return
    if [ -z "${PYTHON:-}" ] && may_install; then
        install_packages python3 python3-venv
        find_python && return
    fi
    fail "needs Python 3.11 or newer with its venv module (on Debian and Ubuntu: apt-get" \
         "install python3 python3-venv); if yours has another name, use: make PYTHON=/path/to/python"
}

set_up_environment() {
    local python
    if ! { suits .venv/bin/python && .venv/bin/python -m pip --version; } >/dev/null 2>&1; then
        python=$(python_or_explain)
        say "Creating .venv with $("$python" --version)"
        "$python" -m venv --clear .venv
    fi
    say "Installing Weft's packages into .venv (a few minutes the first time)"
    if ! .venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check \
        --constraint constraints.txt --editable '.[dev]' </dev/null >"$log" 2>&1; then
        cat "$log" >&2
        fail "pip could not install the packages (its messages are above and in $log)"
    fi
    # Where Python may not write bytecode itself, each start would compile it all again.
    .venv/bin/python -m compileall -q graph_engine nodes app models
}

# --- System libraries ------------------------------------------------------------------------

# The file that Qt loads, and the Debian package that holds it.
offscreen_libraries=(
    libglib-2.0.so.0:libglib2.0-0
    libGL.so.1:libgl1
    libEGL.so.1:libegl1
    libdbus-1.so.3:libdbus-1-3
    libfontconfig.so.1:libfontconfig1
    libxkbcommon.so.0:libxkbcommon0
    libbrotlidec.so.1:libbrotli1
)
window_libraries=(
    libxkbcommon-x11.so.0:libxkbcommon-x11-0
    libxcb-cursor.so.0:libxcb-cursor0
    libxcb-icccm.so.4:libxcb-icccm4
    libxcb-keysyms.so.1:libxcb-keysyms1
    libxcb-shape.so.0:libxcb-shape0
)

ensure_libraries() {
    [ "$(uname -s)" = Linux ] || return 0
    local known pair files=() packages=()
    known=$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null) || return 0
    for pair in "$@"; do
        if ! grep -qF "${pair%%:*} " <<<"$known"; then
            files+=("${pair%%:*}")
            packages+=("${pair##*:}")
        fi
    done
    [ ${#packages[@]} -gt 0 ] || return 0
    if may_install; then
        install_packages "${packages[@]}"
    elif command -v apt-get >/dev/null; then
        say "weft: Qt needs libraries that are missing; install them with:" \
            "sudo apt-get install --no-install-recommends ${packages[*]}"
    else
        say "weft: Qt needs libraries that are missing; install the packages of your system that" \
            "contain: ${files[*]}"
    fi
}

case "${1:-}" in
    environment) set_up_environment ;;
    offscreen) ensure_libraries "${offscreen_libraries[@]}" ;;
    window) ensure_libraries "${offscreen_libraries[@]}" "${window_libraries[@]}" ;;
    *) fail "usage: scripts/setup.sh environment|offscreen|window" ;;
esac
