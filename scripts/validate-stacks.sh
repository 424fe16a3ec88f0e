#!/usr/bin/env bash
# Has Terraform and the real AWS provider check every synthesized stack, without an account and without a registry.
#
#   scripts/validate-stacks.sh [folder]     folder: output of a synthesis; default: synthesizes into a temporary one
#
# The provider comes from a filesystem mirror: PILLARBOX_TF_MIRROR, else the first usual plugin folder that has it.
# Without Terraform or the provider nothing is checked, and the script says so and succeeds.
set -uo pipefail
cd "$(dirname "$0")/.."
source scripts/terraform-mirror.sh

export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1
limit=${PILLARBOX_TF_TIMEOUT_SECONDS:-180}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

skip() {
  echo "SKIPPED: stacks were NOT validated: $1"
  exit 0
}

command -v terraform >/dev/null || skip 'terraform is not on PATH'

out=${1:-}
if [ -z "$out" ]; then
  out=$work/out
  CDKTF_OUTDIR=$out timeout "$limit" npx tsx main.ts || exit 1
fi

# The version that the stacks ask for, so that nothing newer is taken by mistake.
version=$(node -p 'require(require("path").resolve(process.argv[1])).terraform.required_providers.aws.version' \
  "$out/stacks/central/cdk.tf.json") || exit 1
mirror=$(find_mirror "$version") || skip "no filesystem mirror has version $version of the AWS provider (PILLARBOX_TF_MIRROR names one)"

write_terraformrc "$mirror" "$work/terraformrc"
export TF_CLI_CONFIG_FILE=$work/terraformrc

failed=()
for stack in "$out"/stacks/*/; do
  name=$(basename "$stack")
  mkdir -p "$work/stacks/$name"
  cp -R "$stack/." "$work/stacks/$name"
  echo "validating $name"
  if ! (
    cd "$work/stacks/$name" &&
      timeout "$limit" terraform init -backend=false -input=false -no-color >init.log 2>&1 || { cat init.log; exit 1; }
    timeout "$limit" terraform validate -no-color
  ); then
    failed+=("$name")
  fi
done

if [ ${#failed[@]} -gt 0 ]; then
  echo "INVALID: ${failed[*]}"
  exit 1
fi
echo "All stacks are valid for AWS provider $version."
