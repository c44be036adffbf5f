#!/bin/sh
# Installs the C libraries, and the Python that generates test surveys, where they are missing.
# Needs root for that, and says so when it is not.
set -eu
wanted="pkg-config python3 libzip-dev libxml2-dev libisal-dev zlib1g-dev"
missing=""
for package in $wanted; do
  dpkg -s "$package" 2>/dev/null | grep -q '^Status: install ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" -ne 0 ]; then
  echo "These Debian packages are missing:$missing" >&2
  echo "Install them as root: apt-get install$missing" >&2
  exit 1
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing
