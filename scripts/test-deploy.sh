#!/usr/bin/env bash
# Deploys every stack to moto with the real Terraform and AWS provider, and checks what comes of it. Arguments go to
# jest. Needs terraform, moto_server and the provider in a filesystem mirror (PILLARBOX_TF_MIRROR names one); without
# them nothing is tested, and the script says so and succeeds.
set -uo pipefail
cd "$(dirname "$0")/.."
source scripts/terraform-mirror.sh

skip() {
  echo "SKIPPED: nothing was deployed: $1"
  exit 0
}

for tool in terraform moto_server; do
  command -v "$tool" >/dev/null || skip "$tool is not on PATH"
done

# The version that the stacks will ask for.
version=$(node -p "require('@cdktf/provider-aws/package.json').cdktf.provider.version" | tr -d '~>= ') || exit 1
mirror=$(find_mirror "$version") || skip "no filesystem mirror has version $version of the AWS provider (PILLARBOX_TF_MIRROR names one)"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
write_terraformrc "$mirror" "$work/terraformrc"
export TF_CLI_CONFIG_FILE=$work/terraformrc CHECKPOINT_DISABLE=1

# timeout makes a process group of the run and ends all of it; what Terraform still does then fails for want of moto.
timeout --kill-after=30 "${PILLARBOX_DEPLOY_TIMEOUT_SECONDS:-1200}" \
  npx jest --ci --runInBand --config jest.deploy.config.cjs "$@" &
run=$!
trap 'kill "$run"' INT TERM
wait "$run"
