#!/bin/sh
# Makes this folder ready: system packages, .venv, pinned and hash-checked Python packages. Says what it does,
# and does nothing when all is there. ./run calls it plainly, ./test with "dev" for the tools of the tests too.
set -eu
cd "$(dirname "$0")"

kind=${1:-run}
case $kind in
    run) requirements="requirements.txt" ;;
    dev) requirements="requirements-dev.txt" ;;
    *) echo "bootstrap.sh knows \"run\" and \"dev\", not \"$kind\"." >&2; exit 2 ;;
esac
venv_python=.venv/bin/python

say() { echo "==> $*"; }
give_up() { echo "$*" >&2; exit 1; }
here() { command -v "$1" >/dev/null 2>&1; }

# --- what the system must have ------------------------------------------------------------------------

# "3.11" for a Python that this application runs on; nothing for any other (a pyenv shim may exist and not run).
usable_version() {
    "$1" -c 'import sys; v = sys.version_info[:2]; print("%d.%d" % v) if (3, 11) <= v < (3, 14) else sys.exit(1)' \
        2>/dev/null
}

# Debian's python3 comes without ensurepip, and then "python3 -m venv" cannot work.
makes_venvs() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

find_python() { # sets $python to the newest usable Python, one that can make a .venv if there is one
    python=
    for candidate in python3.13 python3.12 python3.11 python3; do
        usable_version "$candidate" >/dev/null || continue
        if makes_venvs "$candidate"; then python=$candidate; return; fi
        python=${python:-$candidate}
    done
}

python_packages_missing() {
    [ -x $venv_python ] && usable_version $venv_python >/dev/null && return # made before: nothing to make it with
    find_python
    if [ -z "$python" ]; then
        # An older or newer python3 is there: the distribution has no other to offer under that name.
        here python3 || echo python3 python3-venv
    elif ! makes_venvs "$python"; then
        version=$(usable_version "$python")
        if [ "$(usable_version python3)" = "$version" ]; then echo python3-venv; else echo "python$version-venv"; fi
    fi
}

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

packages_needed() { # without these the application does not run
    python_packages_missing
    for package in libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; do
        installed $package || echo $package
    done
    here msgfmt || echo gettext # translations are kept as text, and compiled here
}

packages_wanted() { # without these some tests are skipped
    [ "$kind" = dev ] || return 0
    if ! here chromium && ! here chromium-browser && ! here google-chrome; then
        if grep -qs '^ID=ubuntu' /etc/os-release; then echo chromium-browser; else echo chromium; fi
    fi
}

as_root() { # runs a command as root, without asking for a password
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_be_root() { [ "$(id -u)" = 0 ] || { here sudo && sudo -n true 2>/dev/null; }; }

install_packages() { # install_packages needed|wanted PACKAGE...
    how_much=$1
    shift
    [ $# -gt 0 ] || return 0
    if may_be_root; then
        say "Installing system packages: $*"
        as_root apt-get update -qq || say "apt-get update failed; trying with the lists that are there."
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null &&
            return 0
        echo "apt-get could not install them. Try it by hand:" >&2
    elif [ "$how_much" = needed ]; then
        echo "These system packages are missing: $*. Please type this line, then start again:" >&2
    else
        echo "Without these system packages some tests are skipped: $*. To have them, type:" >&2
    fi
    root_shell="su root -c" # a fresh Debian may have no sudo
    if here sudo; then root_shell="sudo sh -c"; fi
    echo "    $root_shell 'apt-get update && apt-get install -y --no-install-recommends $*'" >&2
    [ "$how_much" != needed ] || exit 1
}

prepare_system() {
    if here apt-get && here dpkg-query; then
        # shellcheck disable=SC2046 # a list of package names: to be split
        install_packages needed $(packages_needed)
        # shellcheck disable=SC2046
        install_packages wanted $(packages_wanted)
    elif [ ! -x $venv_python ]; then
        say "Not Debian or Ubuntu: please see to Pango yourself (the package is often called pango)."
    fi
}

# --- .venv and the packages in it ----------------------------------------------------------------------

# What was installed, for which Python and in which folder (a .venv does not survive being moved).
# Fails when .venv is not there or its Python is gone, as after an upgrade of the system.
fingerprint() {
    usable_version $venv_python >/dev/null || return 1
    $venv_python -I -S -c '
import hashlib, pathlib, sys
digest = hashlib.sha256(f"{sys.version} {pathlib.Path.cwd()}".encode())
for name in sys.argv[1:]:
    digest.update(pathlib.Path(name).read_bytes())
print(digest.hexdigest())' requirements-uv.txt "$1"
}

stamp() { echo ".venv/installed-$1.sha256"; }

is_ready() { now=$(fingerprint "$2") && [ "$now" = "$(cat "$(stamp "$1")" 2>/dev/null)" ]; }

make_venv() {
    find_python
    [ -n "$python" ] || give_up "Python 3.11, 3.12 or 3.13 is needed. Here, python3 is $(python3 -V 2>&1 || true)."
    say "Making .venv with $("$python" -V)"
    rm -rf .venv
    "$python" -m venv .venv
}

install_requirements() {
    say "Installing the Python packages of $requirements (pinned, hashes checked)"
    # uv is many times faster than pip, and pip is there when uv is not to be had.
    if $venv_python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt &&
        .venv/bin/uv pip install --quiet --python $venv_python --require-hashes -r "$requirements"; then
        return
    fi
    say "uv could not do it; trying with pip, which takes longer"
    $venv_python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$requirements" ||
        give_up "The Python packages could not be installed. The reason stands above; mostly it is the network."
}

made_here() { # not copied from elsewhere (its scripts would name the old folder), and with pip in it
    grep -qs "^ *VIRTUAL_ENV=[\"']\{0,1\}$(pwd -P)/.venv" .venv/bin/activate && [ -x .venv/bin/pip ]
}

prepare_venv() {
    if is_ready dev requirements-dev.txt; then return; fi # these include the others
    if [ "$kind" = run ] && is_ready run requirements.txt; then return; fi
    if ! made_here || ! fingerprint $requirements >/dev/null; then make_venv; fi
    install_requirements
    fingerprint $requirements >"$(stamp "$kind")"
    say "Ready."
}

# --- translations: the text that people edit becomes what is looked up ------------------------------------

prepare_languages() {
    for text in locale/*/LC_MESSAGES/django.po; do
        compiled=${text%.po}.mo
        if [ ! -f "$text" ] || { [ -f "$compiled" ] && [ "$compiled" -nt "$text" ]; }; then continue; fi
        if ! here msgfmt; then
            say "Without gettext the pages speak English only: msgfmt compiles locale/."
            return
        fi
        msgfmt --output-file="$compiled.new" "$text" && mv "$compiled.new" "$compiled"
    done
}

prepare_system
prepare_venv
prepare_languages
