import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeArchiveCommand,
  DescribeRuleCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { DescribeSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { ACCOUNT, CENTRAL, type Deployment, INGEST } from '../helpers/deployment';

/** What the centre keeps: records, tokens, and failures that could not be recorded. */
export function describeRecords(deployment: () => Deployment): void {
  const TableName = 'pillarbox-records';
  const centre = () => deployment().in(CENTRAL);

  it('has a records table with indexes of what wants attention and of what is due, protected from deletion', async () => {
    const { Table } = await centre().dynamodb.send(new DescribeTableCommand({ TableName }));

    expect(Table).toMatchObject({
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      SSEDescription: { Status: 'ENABLED' },
      DeletionProtectionEnabled: true,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    const indexes = (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema = [], Projection }) => [
      IndexName,
      ...KeySchema.map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`),
      Projection?.ProjectionType,
    ]);
    expect(indexes.sort()).toEqual([
      ['attention', 'attention HASH', 'claimedAt RANGE', 'ALL'],
      ['unfinished', 'unfinished HASH', 'dueAt RANGE', 'ALL'],
    ]);
  });

  it('forgets records by their own time, and can go back to any moment before', async () => {
    const ttl = await centre().dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
    const backups = await centre().dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));

    expect(ttl.TimeToLiveDescription).toEqual({ AttributeName: 'expiresAt', TimeToLiveStatus: 'ENABLED' });
    expect(backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription).toMatchObject({
      PointInTimeRecoveryStatus: 'ENABLED',
    });
  });

  it('has a token secret without a value, replicated to every ingest region', async () => {
    const SecretId = 'pillarbox-tokens';
    const secret = await centre().secrets.send(new DescribeSecretCommand({ SecretId }));

    expect(secret.ReplicationStatus?.map(({ Region, Status }) => `${Region} ${Status}`).sort()).toEqual(
      INGEST.map((region) => `${region} InSync`).sort(),
    );
    await expect(centre().secrets.send(new GetSecretValueCommand({ SecretId }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it.each(
    INGEST.flatMap((region) => ['pillarbox-tokens', 'pillarbox-webhooks'].map((name) => ({ region, name }))),
  )('has a replica of $name in $region', async ({ region, name }) => {
    const { secrets } = deployment().in(region);

    const replica = await secrets.send(new DescribeSecretCommand({ SecretId: name }));

    expect(replica).toMatchObject({ PrimaryRegion: CENTRAL });
  });

  it('archives failures that could not be recorded', async () => {
    const archive = await centre().events.send(
      new DescribeArchiveCommand({ ArchiveName: 'pillarbox-failures' }),
    );

    expect(archive).toMatchObject({
      EventSourceArn: `arn:aws:events:${CENTRAL}:${ACCOUNT}:event-bus/pillarbox-failures`,
      RetentionDays: 90,
    });
  });

  it.each(['express', 'standard'])('processes in the %s workflow only what is replayed', async (type) => {
    const { events } = centre();
    const rule = { Rule: `pillarbox-replay-${type}`, EventBusName: 'pillarbox-failures' };
    const { EventPattern } = await events.send(
      new DescribeRuleCommand({ Name: rule.Rule, EventBusName: rule.EventBusName }),
    );
    const { Targets } = await events.send(new ListTargetsByRuleCommand(rule));

    expect(JSON.parse(EventPattern!)).toMatchObject({ 'replay-name': [{ exists: true }] });
    expect(Targets).toEqual([
      {
        Id: 'processing',
        Arn: `arn:aws:states:${CENTRAL}:${ACCOUNT}:stateMachine:pillarbox-process-${type}`,
        RoleArn: `arn:aws:iam::${ACCOUNT}:role/pillarbox-${CENTRAL}-replay`,
        InputPath: '$.detail',
      },
    ]);
  });
}
