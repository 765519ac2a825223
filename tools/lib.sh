# SPDX-License-Identifier: Apache-2.0
# Shared by the scripts in this folder: source it.
# shellcheck shell=bash

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
install_packages=yes
build=$top/build # the scripts choose a folder in it

BUILD_PACKAGES="gcc libc6-dev meson ninja-build pkg-config libcurl4-openssl-dev libyajl-dev libmicrohttpd-dev libsqlite3-dev libyaml-dev libsmartcols-dev libpcre2-dev nettle-dev uuid-dev"
# shellcheck disable=SC2034
TEST_PACKAGES="$BUILD_PACKAGES check python3 clang clang-format clang-tidy libclang-rt-14-dev g++ mandoc shellcheck openssl etcd-server libarchive-dev git libuv1-dev libglib2.0-dev zsh fish"

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# need PACKAGE...: install what is missing of Debian's packages, or say what is.
need() {
    local missing=() p
    for p in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || missing+=("$p")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    if [ "$install_packages" = no ]; then
        die "these packages are missing: ${missing[*]}
Install them with: apt-get install ${missing[*]}"
    fi
    echo "Installing: ${missing[*]}"
    local sudo=()
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || die "packages are missing (${missing[*]}); run as root, or install sudo"
        sudo=(sudo)
    fi
    {
        "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q &&
            "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
    } >"$build/install.log" 2>&1 || die "apt-get failed; see $build/install.log"
}

# configure DIR OPTION...: a build folder with these options, whatever it had before.
configure() {
    local dir=$1
    shift
    if [ -f "$dir/build.ninja" ]; then
        meson setup --reconfigure "$dir" "$top" "$@" >"$dir.log" 2>&1 && return 0
        rm -rf "$dir"
    fi
    meson setup "$dir" "$top" "$@" >"$dir.log" 2>&1 || {
        tail -n 20 "$dir.log" >&2
        die "meson failed; see $dir.log"
    }
}
