/** What the data sources answer, by type. */
export interface DataContext {
  accountId: string;
  partition: string;
  region: string;
}

/** Data sources of the local cloud: who and where we are. They take no attributes. */
export const DATA_SOURCES: Record<string, (context: DataContext) => Record<string, unknown>> = {
  aws_caller_identity: ({ accountId, partition }) => ({
    id: accountId,
    account_id: accountId,
    user_id: accountId,
    arn: `arn:${partition}:iam::${accountId}:root`,
  }),
  aws_partition: ({ partition }) => ({
    id: partition,
    partition,
    dns_suffix: 'amazonaws.com',
    reverse_dns_prefix: 'com.amazonaws',
  }),
  aws_region: ({ region }) => ({ id: region, name: region }),
};
