import type { AwsProviderConfig } from '@cdktf/provider-aws/lib/provider';

/**
 * What the provider needs to know of an AWS-compatible endpoint. The endpoint itself is not written to the stack: the
 * provider reads `AWS_ENDPOINT_URL` when it runs, as every AWS client does.
 */
export function endpointOptions(endpoint = process.env.AWS_ENDPOINT_URL): AwsProviderConfig {
  if (!endpoint) return {};
  return {
    // One host for everything has no subdomain for a bucket.
    s3UsePathStyle: true,
    // Credentials come from the environment; there is no instance whose metadata could be asked.
    skipMetadataApiCheck: 'true',
  };
}
