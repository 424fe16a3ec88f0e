import { randomUUID } from 'node:crypto';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { changeValue, readValue, type SecretValue } from '../../cli/secret-value';
import { parseTokenSecret, type TokenHashes } from '../../contracts/tokens';
import { conformance } from './conformance';
import { REPLICA_REGION } from './target';

conformance('Secrets Manager', (behaviour, given) => {
  const primary = given.client((config) => new SecretsManagerClient(config));
  const replica = given.client((config) => new SecretsManagerClient(config), REPLICA_REGION);
  const read = (client: SecretsManagerClient, SecretId: string, more: object = {}) =>
    client.send(new GetSecretValueCommand({ SecretId, ...more }));
  const put = (SecretId: string, SecretString: string, VersionStages?: string[]) => {
    const ClientRequestToken = randomUUID();
    return primary.send(
      new PutSecretValueCommand({ SecretId, SecretString, VersionStages, ClientRequestToken }),
    );
  };
  const makeCurrent = (SecretId: string, MoveToVersionId?: string, RemoveFromVersionId?: string) =>
    primary.send(
      new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId,
        RemoveFromVersionId,
      }),
    );

  behaviour('fails with ResourceNotFoundException for a secret that has no value yet', async () => {
    const id = await given.target.createSecret();
    const error = { name: 'ResourceNotFoundException' };
    await expect(read(primary, id)).rejects.toMatchObject(error);
    await expect(read(replica, id)).rejects.toMatchObject(error);
  });

  behaviour('fails with ResourceNotFoundException for a secret that is not there', async () => {
    const error = { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 400 } };
    await expect(read(primary, 'conformance/missing')).rejects.toMatchObject(error);
  });

  behaviour('a put value is the current one, the one before is the previous', async () => {
    const id = await given.target.createSecret();
    const first = await put(id, 'one');
    const second = await put(id, 'two');
    expect(await read(primary, id)).toMatchObject({
      Name: id,
      SecretString: 'two',
      VersionId: second.VersionId,
      VersionStages: ['AWSCURRENT'],
    });
    expect(await read(primary, id, { VersionStage: 'AWSPREVIOUS' })).toMatchObject({
      SecretString: 'one',
      VersionId: first.VersionId,
    });
  });

  behaviour('a secret is found by its ARN, which ends in six random characters', async () => {
    const id = await given.target.createSecret();
    const { ARN = '' } = await put(id, 'one');
    expect(ARN).toMatch(new RegExp(`:secret:${id}-[A-Za-z0-9]{6}$`));
    expect((await read(primary, ARN)).SecretString).toBe('one');
  });

  behaviour("a replica shows the primary's value in its own region", async () => {
    const id = await given.target.createSecret();
    const { VersionId } = await put(id, 'one');
    const shown = await read(replica, id);
    expect(shown).toMatchObject({ Name: id, SecretString: 'one', VersionId });
    expect(shown.ARN).toContain(`:${REPLICA_REGION}:`);
  });

  behaviour('fails to write to a replica', async () => {
    const SecretId = await given.target.createSecret();
    await expect(
      replica.send(
        new PutSecretValueCommand({ SecretId, SecretString: 'no', ClientRequestToken: randomUUID() }),
      ),
    ).rejects.toMatchObject({
      name: expect.stringMatching(/^Invalid(Parameter|Request)Exception$/),
      $metadata: { httpStatusCode: 400 },
    });
  });

  behaviour('a version under another label does not come into force', async () => {
    const id = await given.target.createSecret();
    await put(id, 'one');
    const pending = await put(id, 'two', ['PILLARBOX_PENDING']);
    expect((await read(primary, id)).SecretString).toBe('one');
    expect((await read(primary, id, { VersionStage: 'PILLARBOX_PENDING' })).VersionId).toBe(
      pending.VersionId,
    );
  });

  behaviour('the first version comes into force under any label', async () => {
    const id = await given.target.createSecret();
    await put(id, 'one', ['PILLARBOX_PENDING']);
    expect((await read(primary, id)).SecretString).toBe('one');
  });

  behaviour('the label moves from the version that has it', async () => {
    const id = await given.target.createSecret();
    const first = await put(id, 'one');
    const second = await put(id, 'two', ['PILLARBOX_PENDING']);
    await makeCurrent(id, second.VersionId, first.VersionId);
    expect((await read(primary, id)).SecretString).toBe('two');
    expect((await read(primary, id, { VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('one');
  });

  behaviour(
    'fails with InvalidParameterException to take the label from a version that has lost it',
    async () => {
      const id = await given.target.createSecret();
      const first = await put(id, 'one');
      const mine = await put(id, 'mine', ['PILLARBOX_PENDING']);
      await put(id, 'theirs');
      await expect(makeCurrent(id, mine.VersionId, first.VersionId)).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
      expect((await read(primary, id)).SecretString).toBe('theirs');
    },
  );

  behaviour('fails with InvalidParameterException to move the label without naming who has it', async () => {
    const id = await given.target.createSecret();
    await put(id, 'one');
    const second = await put(id, 'two', ['PILLARBOX_PENDING']);
    await expect(makeCurrent(id, second.VersionId)).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  behaviour('a put that is repeated with its token changes nothing', async () => {
    const SecretId = await given.target.createSecret();
    const ClientRequestToken = randomUUID();
    const same = () =>
      primary.send(new PutSecretValueCommand({ SecretId, SecretString: 'one', ClientRequestToken }));
    await same();
    expect((await same()).VersionId).toBe(ClientRequestToken);
    await put(SecretId, 'two');
    await same();
    expect((await read(primary, SecretId)).SecretString).toBe('two');
  });

  behaviour('fails with ResourceExistsException for a token that stands for another value', async () => {
    const SecretId = await given.target.createSecret();
    const ClientRequestToken = randomUUID();
    const same = (SecretString: string) =>
      primary.send(new PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken }));
    await same('one');
    await expect(same('two')).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });

  behaviour('a secret tells its replicas and the labels of its versions', async () => {
    const SecretId = await given.target.createSecret();
    const { VersionId = '' } = await put(SecretId, 'one');
    const described = await primary.send(new DescribeSecretCommand({ SecretId }));
    expect(described.VersionIdsToStages).toEqual({ [VersionId]: ['AWSCURRENT'] });
    expect(described.ReplicationStatus).toMatchObject([{ Region: REPLICA_REGION, Status: 'InSync' }]);
  });

  behaviour('of token changes at once none is lost', async () => {
    const secret: SecretValue<TokenHashes> = {
      client: primary,
      secretId: await given.target.createSecret(),
      entries: 'tokens',
      parse: parseTokenSecret,
    };
    await changeValue(secret, () => ({}));
    const add = (hash: string) => changeValue(secret, (tokens) => ({ ...tokens, [hash]: 'alice' }));
    await Promise.all(['a', 'b', 'c'].map((digit) => add(digit.repeat(64))));
    expect(Object.keys(await readValue(secret))).toHaveLength(3);
  });
});
