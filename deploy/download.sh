#!/usr/bin/env bash
# Fetches all that an installation needs into a folder, to be carried to a machine without internet. Run it as
# root on a machine with internet, the same Debian and the same kind of processor.
#
#   bash deploy/download.sh FOLDER
set -euo pipefail

mkdir -p "${1:?Say into which folder: bash $0 FOLDER}"
folder=$(realpath "$1")
cd "$(dirname "$0")/.."

apt-get update
DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends python3-venv
mkdir -p "$folder/debs/partial"
# As if nothing were installed here, so that nothing is missing there.
python3 -c 'import dev; print("postgresql", "nginx", "openssl", "ca-certificates", "logrotate", *dev.RUN_PACKAGES, sep="\n")' \
  | xargs apt-get install --yes --download-only --no-install-recommends \
    --option Dir::State::status=/dev/null --option Dir::Cache::archives="$folder/debs"

python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip download --only-binary=:all: --require-hashes --requirement requirements.lock --dest "$folder/wheels"
rm -r "$folder/venv" "$folder/debs/partial"
