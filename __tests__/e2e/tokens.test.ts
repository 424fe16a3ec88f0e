import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { createHash } from 'node:crypto';
import { expectSound } from '../helpers/expect-sound';
import { Deployment } from './helpers/deployment';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

let deployment: Deployment;
beforeEach(async () => {
  deployment = await Deployment.start(false);
});
afterEach(async () => {
  try {
    await expectSound(deployment);
  } finally {
    await deployment.stop();
  }
});

const setTokens = (tokens: Record<string, string>) =>
  deployment
    .secrets('eu-west-1')
    .send(new PutSecretValueCommand({ SecretId: 'e2e-tokens', SecretString: JSON.stringify(tokens) }));

it('an empty secret denies all', async () => {
  const statuses = await Promise.all(
    ['eu-west-2', 'us-east-1'].map(async (region) => (await deployment.publish(region, '{}')).status),
  );

  expect(statuses).toEqual([403, 403]);
});

it('a region reads its own replica, and the token names the principal', async () => {
  await setTokens({ [sha256('secret')]: 'acme' });

  const id = await deployment.capture('eu-west-2', '{}', { AuthDetails: 'secret' });

  expect((await deployment.terminal(id)).principal).toBe('acme');
});

it('API Gateway asks the authorizer once per token while its cache holds, and each time without a cache', async () => {
  await setTokens({ [sha256('secret')]: 'acme', [sha256('other')]: 'other' });

  for (const token of ['secret', 'secret', 'other', 'secret']) {
    for (const region of ['eu-west-2', 'us-east-1']) {
      await deployment.capture(region, '{}', { AuthDetails: token });
    }
  }

  expect(await deployment.invocations('authorizer', 'eu-west-2')).toBe(2);
  expect(await deployment.invocations('authorizer', 'us-east-1')).toBe(4);
});

it('a missing token never reaches the authorizer where its header is the identity source', async () => {
  await fetch(deployment.url('eu-west-2', 'publish'), { method: 'POST', body: '{}' });
  await fetch(deployment.url('us-east-1', 'publish'), { method: 'POST', body: '{}' });

  expect(await deployment.invocations('authorizer', 'eu-west-2')).toBe(0);
  expect(await deployment.invocations('authorizer', 'us-east-1')).toBe(1);
});

it('fails closed with 503 while the secret cannot be understood', async () => {
  await deployment
    .secrets('eu-west-1')
    .send(new PutSecretValueCommand({ SecretId: 'e2e-tokens', SecretString: 'not JSON' }));

  const response = await deployment.publish('eu-west-2', '{}');

  expect(response.status).toBe(503);
});
