import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SecretsManagerService } from '../../../local/secretsmanager/service';
import { REGION, TestCloud } from '../../helpers/test-cloud';

const REPLICA = 'us-east-1';

function setUp() {
  const cloud = new TestCloud();
  const service = new SecretsManagerService(cloud);
  cloud.serve('secretsmanager', service);
  const secret = service.createSecret(REGION, { name: 'tokens', replicaRegions: [REPLICA] });
  const ask = <T = Record<string, unknown>>(operation: string, input: object = {}, region = REGION) =>
    cloud.ask<T>('secretsmanager', operation, { SecretId: 'tokens', ...input }, region);
  return { cloud, service, secret, ask };
}

describe('a secret', () => {
  it('fails to give a value while it has no version', async () => {
    await expect(setUp().ask('GetSecretValue')).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
      status: 400,
    });
  });

  it('gives what was put, in every region, by name, by ARN and by the ARN without its random end', async () => {
    const { ask, service, secret } = setUp();
    await ask('PutSecretValue', { SecretString: 'v' });
    const ARN = service.arnIn(REGION, secret);
    expect(ARN).toMatch(/^arn:aws:secretsmanager:eu-west-2:000000000000:secret:tokens-[A-Za-z0-9]{6}$/);
    for (const SecretId of ['tokens', ARN, ARN.slice(0, -7)]) {
      expect(await ask('GetSecretValue', { SecretId })).toMatchObject({
        ARN,
        Name: 'tokens',
        SecretString: 'v',
      });
    }
    expect(await ask('GetSecretValue', {}, REPLICA)).toMatchObject({
      ARN: ARN.replace(REGION, REPLICA),
      SecretString: 'v',
    });
  });

  it('keeps its previous version, and no older one', async () => {
    const { ask } = setUp();
    for (const SecretString of ['one', 'two', 'three']) {
      await ask('PutSecretValue', { SecretString });
    }
    const { SecretString } = await ask('GetSecretValue', { VersionStage: 'AWSPREVIOUS' });
    expect(SecretString).toBe('two');
    const { VersionIdsToStages } = await ask<{ VersionIdsToStages: object }>('DescribeSecret');
    expect(Object.values(VersionIdsToStages)).toEqual([['AWSPREVIOUS'], ['AWSCURRENT']]);
  });

  it('can give its label back to a version that has lost it within a day', async () => {
    const { ask } = setUp();
    const pending = (SecretString: string) =>
      ask<{ VersionId: string }>('PutSecretValue', { SecretString, VersionStages: ['PENDING'] });
    await ask('PutSecretValue', { SecretString: 'current' });
    const lost = await pending('mine');
    await pending('theirs');
    await ask('UpdateSecretVersionStage', { VersionStage: 'MINE', MoveToVersionId: lost.VersionId });
    expect(await ask('GetSecretValue', { VersionStage: 'MINE' })).toMatchObject({ SecretString: 'mine' });
  });

  it('is written once for one request token', async () => {
    const { ask } = setUp();
    const input = { SecretString: 'v', ClientRequestToken: 'a'.repeat(32) };
    expect(await ask('PutSecretValue', input)).toEqual(await ask('PutSecretValue', input));
    await expect(ask('PutSecretValue', { ...input, SecretString: 'w' })).rejects.toMatchObject({
      code: 'ResourceExistsException',
    });
  });

  it('fails to be written through a replica', async () => {
    await expect(setUp().ask('PutSecretValue', { SecretString: 'v' }, REPLICA)).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
    });
  });

  it('does not exist in other regions', async () => {
    await expect(setUp().ask('GetSecretValue', {}, 'eu-west-3')).rejects.toMatchObject({
      message: "Secrets Manager can't find the specified secret.",
    });
  });

  it('tells where it is replicated, and where its primary lies', async () => {
    const { ask } = setUp();
    const InSync = { Region: REPLICA, Status: 'InSync', StatusMessage: 'Replication succeeded' };
    expect(await ask('DescribeSecret')).toMatchObject({ PrimaryRegion: REGION, ReplicationStatus: [InSync] });
    const { SecretList } = await ask<{ SecretList: object[] }>('ListSecrets', {}, REPLICA);
    expect(SecretList).toMatchObject([{ Name: 'tokens', PrimaryRegion: REGION }]);
  });

  it('is gated by its ARN in the region of the call', async () => {
    const { ask, cloud, service, secret } = setUp();
    const run = jest.spyOn(cloud.gate, 'run');
    await ask('DescribeSecret', {}, REPLICA);
    expect(run.mock.calls[0]?.[0]).toMatchObject({
      action: 'secretsmanager:DescribeSecret',
      resource: service.arnIn(REPLICA, secret),
    });
  });

  it('works with the Secrets Manager client of the AWS SDK', async () => {
    const { cloud, ask } = setUp();
    const { close } = await cloud.listen();
    const client = new SecretsManagerClient(cloud.clientConfig(REPLICA));
    const get = new GetSecretValueCommand({ SecretId: 'tokens' });
    try {
      await expect(client.send(get)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
      await ask('PutSecretValue', { SecretString: 'v' });
      expect((await client.send(get)).SecretString).toBe('v');
    } finally {
      client.destroy();
      await close();
    }
  });
});
