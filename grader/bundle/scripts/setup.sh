#!/usr/bin/env bash
# Runs once, when the platform builds its image: puts the grader into an environment of its own.
# The system's python3 stays as it is, for the platform's own programs run on it.
set -euo pipefail
umask 022
source=${AUTOGRADER_ROOT:-/autograder}/source
# Outside of the source, which is closed: students' code runs on this interpreter as a user who owns nothing.
home=${GRADER_HOME:-/opt/grader}
export DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

# Prints the oldest interpreter that is new enough and can make an environment.
interpreter() {
    local name
    for name in python3.11 python3.12 python3.13 python3.14 python3; do
        if "$name" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# Asks the system's own packages for one.
fetch() {
    local name
    if command -v apt-get >/dev/null; then
        apt-get update -qq || true
        for name in python3.11 python3.12 python3; do
            ! apt-get install -y -qq --no-install-recommends "$name" "$name-venv" || return 0
        done
    elif command -v dnf >/dev/null; then
        for name in python3.11 python3.12; do
            ! dnf install -y -q "$name" || return 0
        done
    fi
}

if ! python=$(interpreter); then
    fetch
    python=$(interpreter) || {
        echo "setup.sh: this image has no Python from 3.11 on, and its packages have none either." \
            "Choose Ubuntu 22.04 or newer as the base image in the autograder's settings." >&2
        exit 1
    }
fi

requirements=()
if [ -e "$source/course/requirements.txt" ]; then
    requirements=(--requirement "$source/course/requirements.txt")
fi
"$python" -m venv --clear "$home"
"$home/bin/python" -m pip install --quiet --no-cache-dir --constraint "$source/constraints.txt" \
    ${requirements[@]+"${requirements[@]}"} "$source"/gradewright-*.whl
chmod 700 "$source"

"$home/bin/grader" --version
# For the log of the build: what this machine keeps students' code from.
"$home/bin/grader" sandbox || true
