# What bin/test needs from the machine, and how it gets it.

deny_version=0.20.2
tools="${CARGO_TARGET_DIR:-$PWD/target}/tools"

has() { command -v "$1" >/dev/null; }

# The Debian packages that are not there yet, one a line.
missing_packages() {
    has cc || echo build-essential
    has make || echo make
    perl -MFindBin -MIPC::Cmd -e 1 2>/dev/null || echo perl # perl-base cannot configure OpenSSL
    [[ -s /etc/ssl/certs/ca-certificates.crt ]] || echo ca-certificates
    [[ -n "$(postgres_programs)" ]] || echo postgresql
    has chromium || echo chromium
    has chromedriver || echo chromium-driver
    /usr/bin/python3 -c 'import icalendar' 2>/dev/null || echo python3-icalendar # the second program that reads our calendars
    compgen -G '/usr/share/fonts/truetype/*/*.ttf' >/dev/null || echo fonts-dejavu-core
}

# Installs them where it may; else says what to install and ends.
install_what_is_missing() {
    local packages as_root=()
    if ! has cargo || ! cargo fmt --version >/dev/null 2>&1 || ! cargo clippy --version >/dev/null 2>&1; then
        echo "bin/test needs Rust with rustfmt and clippy: rustup component add rustfmt clippy" >&2
        exit 1
    fi
    mapfile -t packages < <(missing_packages)
    if ((${#packages[@]} == 0)); then return; fi
    if ((EUID != 0)); then as_root=(sudo -n); fi
    if ! has apt-get || ! "${as_root[@]}" true 2>/dev/null; then
        echo "bin/test needs these Debian packages: apt-get install --no-install-recommends ${packages[*]}" >&2
        exit 1
    fi
    echo "== installing ${packages[*]}"
    "${as_root[@]}" apt-get -qq update
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --yes --no-install-recommends "${packages[@]}" >"$work/apt.log" 2>&1 ||
        { cat "$work/apt.log" >&2; exit 1; }
    mapfile -t packages < <(missing_packages)
    if ((${#packages[@]} == 0)); then return; fi
    echo "bin/test: still missing after the install: ${packages[*]}" >&2
    exit 1
}

# Built without optimisation: it runs for a second or two, and so builds in about one minute instead of many.
install_cargo_deny() {
    [[ "$("$tools/bin/cargo-deny" --version 2>/dev/null)" == "cargo-deny $deny_version" ]] && return
    CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_DEV_OPT_LEVEL=0 CARGO_INCREMENTAL=0 CARGO_TARGET_DIR="$tools/build" \
        cargo install --quiet --locked --debug --force --root "$tools" "cargo-deny@$deny_version" || return
    rm -rf "$tools/build"
}
