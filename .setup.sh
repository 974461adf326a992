# Shared by ./run and ./test: finds a Python, makes .venv, installs what requirements/*.txt pin. Sourced, not run.

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3.13 python3.12 python3.11 python3; do
        [ -n "$candidate" ] || continue
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    echo "Whole Picture needs Python 3.11 or newer, and found none. On Debian 12: sudo apt-get install python3 python3-venv" >&2
    return 1
}

# set_up run|test: installs requirements/$1.txt once; again only when that file changes.
set_up() {
    local wanted="$here/requirements/$1.txt" mark="$here/.venv/.installed-$1" python
    [ -f "$mark" ] && cmp -s "$wanted" "$mark" && return 0
    python=$(find_python)
    if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2
        echo "Then run this command again. Nothing else was changed." >&2
        return 1
    fi
    echo "Setting up in $here/.venv (once; about half a minute)..." >&2
    "$python" -m venv "$here/.venv"
    "$here/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes --only-binary :all: -r "$wanted" >&2
    cp "$wanted" "$mark"
}
