# Sourced by ./run, ./test and ./bench: installs missing Debian packages and says so.
# shellcheck shell=bash

say() { printf '\n==> %s\n' "$*"; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Runs a command as root: as it is when we are root, else with sudo.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "this needs root, and sudo is not installed. As root, run: $*"
    fi
}

# Prints those of the named Debian packages that are not installed.
missing_packages() {
    local package
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s\n' "$package"
    done
}

# Installs the named Debian packages where they are missing.
install_packages() {
    local missing
    command -v dpkg-query >/dev/null || fail "this is not a Debian-like system; install by hand what these packages hold: $*"
    mapfile -t missing < <(missing_packages "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null \
        || fail "missing packages. As root: apt-get install ${missing[*]}"
    say "Installing Debian packages: ${missing[*]}"
    # The lists may be missing or old: refresh them only when the first try fails.
    local get=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq)
    as_root "${get[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null 2>&1 && return 0
    as_root "${get[@]}" update || fail "apt-get update failed; is the machine online?"
    as_root "${get[@]}" install -y --no-install-recommends "${missing[@]}" >/dev/null \
        || fail "could not install: ${missing[*]}"
}

# Fetches the package lists where they are missing: the demo takes fail2ban's package by them.
refresh_package_lists() {
    apt-cache show fail2ban >/dev/null 2>&1 && return 0
    say "Refreshing the package lists (the demo takes fail2ban's package from them)"
    as_root apt-get -qq update || printf 'warning: apt-get update failed; a demo may not find its package\n' >&2
}

# Stops with advice where there is no Swift toolchain that can build the package.
require_swift() {
    local version
    if ! command -v swift >/dev/null; then
        fail "no Swift toolchain found. BanGUI needs Swift 6.3 or newer: see https://www.swift.org/install/linux/"
    fi
    version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+)\.([0-9]+).*/\1 \2/p' | head -n 1)
    local major=${version%% *} minor=${version##* }
    if [ -n "$version" ] && { [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 3 ]; }; }; then
        fail "Swift $major.$minor is too old; BanGUI needs 6.3 or newer: see https://www.swift.org/install/linux/"
    fi
}

# Makes the Python environment $1 hold exactly the requirements file $2; does nothing when it does already.
python_environment() {
    local folder=$1 requirements=$2 stamp="$1/requirements.txt"
    cmp -s "$requirements" "$stamp" && return 0
    say "Preparing the Python environment $folder"
    [ -x "$folder/bin/python" ] || /usr/bin/python3 -m venv "$folder"
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-input -r "$requirements" \
        || fail "pip could not install the packages of $requirements"
    cp "$requirements" "$stamp"
}
