import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { hashToken } from '../../contracts/tokens';
import type { Client } from '../helpers/web-sockets';
import { Deployment, eventually } from './helpers/deployment';
import { takeMessages } from './helpers/messages';

const REGION = 'eu-west-2';
const CAPTURED = { status: 'CAPTURED', requestId: expect.any(String) };

let deployment: Deployment;
beforeAll(async () => {
  deployment = await Deployment.start();
});
afterEach(() => deployment.clearFaults());
afterAll(() => deployment.stop());

const waiting = async (region = REGION) => {
  const [visible = 0, , inFlight = 0] = await deployment.queueCounts(region, 'messages');
  return visible + inFlight;
};

describe('a handshake', () => {
  it.each([
    ['without a token', {}, 401],
    ['with an empty one', { AuthDetails: '' }, 401],
    ['with a wrong one', { AuthDetails: 'guess' }, 403],
    ['with one that is right elsewhere', { Authorization: 'allow' }, 401],
  ])('fails %s, and there is no connection', async (_title, headers: Record<string, string>, status) => {
    await expect(deployment.connect(REGION, headers)).rejects.toMatchObject({ status });
  });

  it('asks for the token also where API Gateway has no cache of answers', async () => {
    await expect(deployment.connect('us-east-1', {})).rejects.toMatchObject({ status: 401 });
    const client = await deployment.connect('us-east-1');

    expect(await client.ask({ data: 1 })).toEqual(CAPTURED);
  });

  it('asks for nothing where authentication is off', async () => {
    const client = await deployment.connect('ap-southeast-2', {});

    expect(await client.ask({ data: 1 })).toEqual(CAPTURED);
  });

  it('fails for every client while the authorizer cannot be asked', async () => {
    await deployment.fault({
      action: 'lambda:InvokeFunction',
      effect: { fail: 'TooManyRequestsException', status: 429 },
    });

    await expect(deployment.connect(REGION)).rejects.toMatchObject({ status: 500 });
  });
});

describe('a message', () => {
  let client: Client;
  beforeEach(async () => {
    client = await deployment.connect(REGION);
  });
  afterEach(() => client.socket.terminate());

  it.each([
    ['that is no JSON', 'hello'],
    ['whose group is illegal', { MessageGroupId: 'a b' }],
    ['whose group is too long', { MessageGroupId: 'g'.repeat(64) }],
    ['whose id is no text', { id: 17 }],
  ])('fails %s, with the reason that API Gateway offers', async (_title, message) => {
    expect(await client.ask(message)).toEqual({
      message: 'Bad request body',
      connectionId: expect.any(String),
      requestId: expect.any(String),
    });
  });

  it.each([
    [
      'throttles',
      { fail: 'ThrottlingException' },
      'not stored: mend it if it has characters that XML 1.0 excludes, else send it again: too many messages at once',
    ],
    [
      'throttles with 403',
      { fail: 'RequestThrottled', status: 403 },
      'temporarily unavailable: send it again',
    ],
    ['denies it', { fail: 'AccessDenied', status: 403 }, 'temporarily unavailable: send it again'],
    ['is not there', { fail: 'NonExistentQueue', status: 404 }, 'temporarily unavailable: send it again'],
    ['is in trouble', { fail: 'InternalError', status: 500 }, 'temporarily unavailable: send it again'],
    ['is away', { fail: 'ServiceUnavailable', status: 503 }, 'temporarily unavailable: send it again'],
  ])('fails with a reason where the queue %s', async (_title, effect, message) => {
    await deployment.fault({ action: 'sqs:SendMessage', effect });

    expect(await client.ask({ data: 1 })).toMatchObject({ message, requestId: expect.any(String) });
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });

  it('is taken while the centre is away', async () => {
    await deployment.fault({ outage: 'refuse', region: 'eu-west-1' });

    expect(await client.ask({ data: 1 })).toEqual(CAPTURED);
    expect(await waiting()).toBeGreaterThan(0);
  });
});

describe.each([
  ['refuse', expect.stringMatching(/hang up|ECONNRESET/)],
  ['hang', 'Opening handshake has timed out'],
] as const)('a region that is away (%s)', (outage, message) => {
  it('loses its connections and takes no others, until it is back', async () => {
    const [client, elsewhere] = await Promise.all([
      deployment.connect(REGION),
      deployment.connect('us-east-1'),
    ]);
    const id = await deployment.fault({ outage, region: REGION });

    expect((await client.closed).code).toBe(1006);
    await expect(deployment.connect(REGION, { AuthDetails: 'allow' }, 300)).rejects.toMatchObject({
      message,
    });
    expect(await elsewhere.ask({ data: 1 })).toEqual(CAPTURED);
    await deployment.removeFault(id);
    expect(await (await deployment.connect(REGION)).ask({ data: 1 })).toEqual(CAPTURED);
  });
});

it('one principal reaches into no group of another', async () => {
  const secret = { [hashToken('a')]: 'alice', [hashToken('b')]: 'bob', [hashToken('allow')]: 'local' };
  await deployment
    .secrets('eu-west-1')
    .send(new PutSecretValueCommand({ SecretId: 'e2e-tokens', SecretString: JSON.stringify(secret) }));
  const connect = (token: string) =>
    eventually(`a connection of ${token}`, () =>
      deployment.connect('us-east-1', { AuthDetails: token }).catch(() => undefined),
    );
  const [alice, bob] = await Promise.all([connect('a'), connect('b')]);
  await eventually('an empty queue', async () => ((await waiting('us-east-1')) === 0 ? true : undefined));
  await deployment.fault({ outage: 'refuse', region: 'eu-west-1' });
  await alice.ask({ MessageGroupId: 'g', id: 'same' });
  await bob.ask({ MessageGroupId: 'g', id: 'same' });
  await bob.ask({ MessageGroupId: 'alice.g', id: 'same' });

  const taken = await takeMessages(deployment, 'us-east-1');
  expect(taken.map(({ Attributes }) => Attributes?.MessageGroupId).sort()).toEqual([
    'alice.g',
    'bob.alice.g',
    'bob.g',
  ]);
});

it('nobody was denied anything', () => expect(deployment.cloud.services.iam.denied).toEqual([]));
