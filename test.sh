#!/usr/bin/env bash
# Runs every test, and first installs the real peers that the tests talk to. Needs the .NET SDK, Debian's apt and root for what is missing.
#   ./test.sh                 everything
#   ./test.sh --filter EXPR   some of it (dotnet test's filter), without the format check
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# command → Debian package that brings it
peers=(
  "/usr/sbin/rabbitmq-server rabbitmq-server"
  "/usr/sbin/bearerbox kannel"
  "/usr/lib/kannel/test/drive_smpp kannel-extras"
  "/usr/share/perl5/Net/SMPP.pm libnet-smpp-perl"
  "/usr/bin/tshark tshark"
  "/usr/bin/promtool prometheus"
  "/usr/bin/chromium chromium"
  "/usr/bin/node nodejs"
  "/usr/bin/npm npm"
  "/usr/sbin/ofonod ofono"
  "/usr/bin/opencc opencc"
  "/usr/bin/strace strace"
  "/usr/bin/systemd-analyze systemd"
  "/usr/sbin/ip iproute2"
  "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc fonts-wqy-zenhei"
)

missing=()
for peer in "${peers[@]}"; do
  read -r file package <<<"$peer"
  [ -e "$file" ] || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ]; then
  echo "installing the peers that the tests need: ${missing[*]}"
  as_root=(); [ "$(id -u)" = 0 ] || as_root=(sudo)
  # RUNLEVEL=1 keeps the packages from starting services: each test starts its own, on its own ports.
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

node_peers=Bridge.Tests/Interop/node
if [ -f "$node_peers/package.json" ] && { [ ! -d "$node_peers/node_modules/smpp" ] || [ ! -d "$node_peers/node_modules/@asyncapi/parser" ]; }; then
  echo "installing node-smpp and the AsyncAPI parser for the tests"
  npm install --prefix "$node_peers" --no-package-lock --no-audit --no-fund --silent
fi

dotnet build Bridge.sln --nologo -v quiet
if [ "${1:-}" != "--filter" ]; then dotnet format Bridge.sln --verify-no-changes --no-restore; fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet test Bridge.Tests --no-build --nologo --logger "console;verbosity=minimal" "$@" 2>&1 | tee "$log" || status=$?

# "Passed!  - Failed:     0, Passed:    52, Skipped:     0, Total: …"
read -r failed passed <<<"$(sed -nE 's/.*Failed: *([0-9]+), Passed: *([0-9]+),.*/\1 \2/p' "$log" | tail -n 1)"
if [ -z "${passed:-}" ]; then
  echo "the test runner gave no result" >&2
  exit 1
fi
echo "$passed passed, $failed failed"
exit "$status"
