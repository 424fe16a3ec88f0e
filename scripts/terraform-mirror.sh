#!/usr/bin/env bash
# For other scripts to source: finds the AWS provider on this machine, so that Terraform never asks a registry.

# Prints the root of a filesystem mirror (what holds <host>/hashicorp/aws) that has version $1 of the AWS provider:
# PILLARBOX_TF_MIRROR and no other where that is set, else the first usual plugin folder that has it.
find_mirror() {
  local version=$1 folder found
  local folders=("${TF_PLUGIN_CACHE_DIR:-}" "$HOME/.terraform.d/plugins" "$HOME/.terraform.d/plugin-cache"
    "${XDG_DATA_HOME:-$HOME/.local/share}/terraform/plugins" /usr/local/share/terraform/plugins
    /usr/share/terraform/plugins /opt /var/lib)
  [ -n "${PILLARBOX_TF_MIRROR:-}" ] && folders=("$PILLARBOX_TF_MIRROR")
  for folder in "${folders[@]}"; do
    [ -n "$folder" ] && [ -d "$folder" ] || continue
    found=$(timeout 20 find "$folder" -maxdepth 8 -path "*/hashicorp/aws/*$version*" -name 'terraform-provider-aws_*' \
      -print -quit 2>/dev/null)
    [ -n "$found" ] && echo "${found%/*/hashicorp/aws/*}" && return 0
  done
  return 1
}

# Writes a Terraform CLI configuration to file $2 that installs providers from mirror $1 and from nowhere else.
write_terraformrc() {
  cat >"$2" <<EOF
disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path = "$1"
  }
}
EOF
}
