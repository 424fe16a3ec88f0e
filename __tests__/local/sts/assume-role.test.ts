import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { AwsError } from '../../../local/core/aws-error';
import { Credentials } from '../../../local/core/credentials';
import { StsService } from '../../../local/sts/service';
import { CALLER, TestCloud } from '../../helpers/test-cloud';

const RoleArn = 'arn:aws:iam::000000000000:role/invoke';
const RoleSessionName = 'client-1@home';

let cloud: TestCloud;
let credentials: Credentials;
beforeEach(() => {
  cloud = new TestCloud();
  credentials = new Credentials('aws', '000000000000');
  cloud.serve('sts', new StsService(cloud, credentials));
});

describe('AssumeRole', () => {
  it('gives the AWS SDK credentials of the role, for an hour', async () => {
    const { close } = await cloud.listen();
    const client = new STSClient(cloud.clientConfig());
    try {
      const answer = await client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName }));

      expect(answer.AssumedRoleUser).toEqual({
        AssumedRoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}:client-1@home$/),
        Arn: 'arn:aws:sts::000000000000:assumed-role/invoke/client-1@home',
      });
      const { AccessKeyId = '', SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
      expect(credentials.find(AccessKeyId)).toEqual({
        caller: { principal: RoleArn, sessionName: RoleSessionName },
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        expiresAt: cloud.time + 3_600_000,
      });
      expect(Expiration?.getTime()).toBe(cloud.time + 3_600_000);
    } finally {
      client.destroy();
      await close();
    }
  });

  it('asks for the permission to assume that role', async () => {
    const asked: unknown[] = [];
    cloud.gate.run = async (call) => {
      asked.push(call);
      throw new AwsError('AccessDenied', 'no', 403);
    };
    const body = Buffer.from(String(new URLSearchParams({ Action: 'AssumeRole', RoleArn, RoleSessionName })));
    const { status, text } = await cloud.send('sts', { method: 'POST', body });
    expect([status, text]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
    expect(asked).toMatchObject([{ action: 'sts:AssumeRole', resource: RoleArn, caller: CALLER }]);
  });

  it.each([
    ['RoleArn', ''],
    ['RoleSessionName', 'x'],
    ['RoleSessionName', 'two words'],
    ['DurationSeconds', '899'],
    ['DurationSeconds', '3601'],
    ['Policy', '{}'],
  ])('fails for %s %j, naming it', async (name, value) => {
    const form = new URLSearchParams({ Action: 'AssumeRole', RoleArn, RoleSessionName, [name]: value });
    const { status, text } = await cloud.send('sts', { method: 'POST', body: Buffer.from(String(form)) });
    expect(status).toBe(400);
    expect(text).toContain(`<Code>ValidationError</Code><Message>${name}: received &quot;${value}&quot;`);
  });
});

it('GetCallerIdentity tells the same id of a role in every session, and the session', async () => {
  const { close } = await cloud.listen();
  const client = new STSClient(cloud.clientConfig());
  try {
    const ask = () => client.send(new GetCallerIdentityCommand({}));
    const [one, two] = [await ask(), await ask()];
    expect(one.UserId).toMatch(/^AROA[A-Z2-7]{17}:tester$/);
    expect(two.UserId).toBe(one.UserId);
  } finally {
    client.destroy();
    await close();
  }
});
