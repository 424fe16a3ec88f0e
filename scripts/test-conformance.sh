#!/usr/bin/env bash
# Runs the tests of AWS behaviour against the local cloud, then against moto. Arguments go to jest. Without moto_server
# the second half is not run, and the script says so; the first half always decides.
set -uo pipefail
cd "$(dirname "$0")/.."

run=
trap '[ -n "$run" ] && kill "$run"' INT TERM

conform() {
  echo "Conformance of $1"
  PILLARBOX_CONFORMANCE=$1 timeout --kill-after=30 "${PILLARBOX_CONFORMANCE_TIMEOUT_SECONDS:-300}" \
    npx jest --ci --runInBand --config jest.conformance.config.cjs "${@:2}" &
  run=$!
  wait "$run"
}

failed=0
conform local "$@" || failed=1
if command -v moto_server >/dev/null; then
  conform moto "$@" || failed=1
else
  echo 'SKIPPED: the local cloud was NOT compared with moto: moto_server is not on PATH'
fi
exit "$failed"
