import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { JobState } from '../../contracts/job-state';
import { accessLogGroupName, type ApiId } from '../../contracts/naming';
import { expectSound } from '../helpers/expect-sound';
import { type SignProps, sign } from '../helpers/sign';
import { TokenIssuer } from '../helpers/token-issuer';
import { Deployment, eventually } from './helpers/deployment';

const SIGNED = 'eu-west-2';
const JWT = 'us-east-1';
const MIXED = 'ap-southeast-2';

const folder = mkdtempSync(join(tmpdir(), 'pillarbox-authentication-'));
let issuer: TokenIssuer;
let deployment: Deployment;
beforeAll(async () => {
  issuer = await new TokenIssuer().start();
  const usual = JSON.parse(readFileSync('__tests__/e2e/regions.json', 'utf8'));
  const config = join(folder, 'regions.json');
  const ingest = [
    { region: SIGNED, auth: { mode: 'iam' } },
    { region: JWT, auth: { mode: 'jwt', cacheTtlSeconds: 0 } },
    { region: MIXED, auth: { apis: { captures: 'none', jobs: 'iam' } } },
  ];
  const defaults = { ...usual.defaults, auth: { jwt: issuer.settings } };
  writeFileSync(config, JSON.stringify({ ...usual, defaults, ingest }));
  deployment = await Deployment.start(true, config);
});
afterEach(() => deployment.clearFaults());
afterAll(async () => {
  await deployment?.stop();
  await issuer.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Keys = NonNullable<SignProps['credentials']>;

/** Credentials of the role that the stack of a region names, as any client of the account gets them. */
async function assume(region: string, session: string): Promise<Keys> {
  const stack = deployment.cloud.stacks.find(({ name }) => name === `ingest-${region}`);
  const sts = new STSClient({ region, endpoint: deployment.cloud.endpoint, credentials: OPERATOR });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: String(stack?.outputs.InvokeRole), RoleSessionName: session }),
  );
  sts.destroy();
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken } = Credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

const OPERATOR = { accessKeyId: 'operator', secretAccessKey: 'operator' };

async function send(
  url: string,
  init: RequestInit,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(url, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** A signed call to a route of a region. */
async function call(region: string, route: string, props: Partial<SignProps> = {}) {
  const url = deployment.url(region, route);
  const signed = await sign({ region, credentials: OPERATOR, ...props, url });
  const { method, body } = props as { method?: string; body?: string };
  return send(signed.url, { method, headers: signed.headers, body });
}

const postSigned = (
  region: string,
  route: string,
  text: string,
  credentials: Keys,
  props: Partial<SignProps> = {},
) =>
  call(region, route, {
    method: 'POST',
    body: text,
    headers: { 'content-type': 'application/json' },
    credentials,
    ...props,
  });

function accepted({ status, body }: { status: number; body: Record<string, unknown> }, text: string): string {
  expect({ status, body }).toMatchObject({ status: 202 });
  const id = String(body.id ?? body.jobId);
  deployment.remember(id, Buffer.from(text));
  return id;
}

/** The access log of an API of the region whose calls are signed. */
function logged(api: ApiId): Record<string, string>[] {
  const group = deployment.cloud.services.logs.find(SIGNED, accessLogGroupName('e2e', api));
  return (group?.find() ?? []).map(({ message }) => JSON.parse(message) as Record<string, string>);
}

describe('calls that are signed', () => {
  it('are captured for the role that signs, whatever its session, and processed', async () => {
    const [one, two] = [await assume(SIGNED, 'shop-1'), await assume(SIGNED, 'shop-2')];
    const id = accepted(await postSigned(SIGNED, 'publish', '{"n":1}', one), '{"n":1}');

    const record = await deployment.terminal(id);
    expect(record).toMatchObject({
      status: 'COMPLETED',
      principal: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
    });
    expect(record.key).toContain(`/${record.principal}:shop-1/`);
    await eventually(
      'a line in the access log that names the caller',
      async () =>
        logged('captures').some(({ caller }) => caller === `${record.principal}:shop-1`) || undefined,
    );
    expect(await call(SIGNED, `jobs/${id}`, { credentials: two })).toMatchObject({
      status: 200,
      body: { status: 'COMPLETED' },
    });
  });

  it('share the Idempotency-Keys of the role', async () => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'order-1' };
    const [one, two] = [await assume(SIGNED, 'shop-1'), await assume(SIGNED, 'shop-2')];
    const text = '{"seconds":0}';
    const first = accepted(await postSigned(SIGNED, 'jobs', text, one, { headers }), text);
    await deployment.terminal(first);
    const second = accepted(await postSigned(SIGNED, 'jobs', text, two, { headers }), text);

    expect(await deployment.terminal(second)).toMatchObject({ status: 'DUPLICATE', duplicateOf: first });
  });

  it('see nothing of another principal', async () => {
    const id = accepted(
      await postSigned(SIGNED, 'jobs', '{"seconds":0}', await assume(SIGNED, 'shop-1')),
      '{"seconds":0}',
    );
    await deployment.terminal(id);

    expect(await call(SIGNED, `jobs/${id}`)).toEqual({ status: 404, body: { message: 'no such job' } });
  });

  it('see a job before anybody has begun it', async () => {
    await deployment.fault({
      action: 'dynamodb:UpdateItem',
      principal: '*-drain-lane',
      effect: { hold: true },
    });
    const keys = await assume(SIGNED, 'shop-1');
    const id = accepted(await postSigned(SIGNED, 'jobs', '{"seconds":0}', keys), '{"seconds":0}');

    expect(await call(SIGNED, `jobs/${id}`, { credentials: keys })).toMatchObject({
      status: 200,
      body: { status: 'CAPTURED', parameters: { seconds: 0 } },
    });
    await deployment.clearFaults();
    await deployment.terminal(id);
  });

  it('of a role that may not call an API are refused, and tell whom', async () => {
    const publish = 'arn:aws:execute-api:eu-west-2:000000000000:*/beta/POST/publish';
    const Statement = [{ Effect: 'Deny', Action: 'execute-api:Invoke', Resource: publish }];
    const policy = JSON.stringify({ Version: '2012-10-17', Statement });
    const { iam } = deployment.cloud.services;
    iam.putRolePolicy('e2e-ap-southeast-2-invoke', 'no-publish', policy);
    const keys = await assume(MIXED, 'shop-1');

    expect(await postSigned(SIGNED, 'publish', '{}', keys, {})).toEqual({
      status: 403,
      body: { message: 'not allowed to call this route' },
    });
    expect(iam.denied.at(-1)).toMatchObject({
      action: 'execute-api:Invoke',
      resource: expect.stringMatching(
        /^arn:aws:execute-api:eu-west-2:000000000000:\w+\/beta\/POST\/publish$/,
      ),
    });
  });

  it('are those of one principal in every region, by the role of any', async () => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'order-of-both' };
    const text = '{"seconds":0}';
    const [one, two] = [await assume(SIGNED, 'shop-1'), await assume(SIGNED, 'shop-2')];
    const first = accepted(await postSigned(SIGNED, 'jobs', text, one, { headers }), text);
    await deployment.terminal(first);

    expect(await call(MIXED, `jobs/${first}`, { credentials: two })).toMatchObject({
      status: 200,
      body: { id: first, status: 'COMPLETED' },
    });
    const second = accepted(await postSigned(MIXED, 'jobs', text, two, { headers }), text);
    expect(await deployment.terminal(second)).toMatchObject({ status: 'DUPLICATE', duplicateOf: first });
    const other = await assume(MIXED, 'shop-1');
    expect(await call(SIGNED, `jobs/${first}`, { credentials: other })).toMatchObject({ status: 404 });
  });

  it.each([
    ['with a body that was changed on the way', { sent: '{"n":2}' }, 'does not match'],
    ['with a signature of six minutes ago', { date: -360_000 }, 'Signature expired'],
    ['with a secret that is not the key’s', { secret: 'other' }, 'does not match'],
  ])(
    'are refused %s',
    async (_what, { sent, date = 0, secret }: { sent?: string; date?: number; secret?: string }, words) => {
      const keys = await assume(SIGNED, 'shop-1');
      const url = deployment.url(SIGNED, 'publish');
      const { headers } = await sign({
        url,
        method: 'POST',
        body: '{"n":1}',
        credentials: { ...keys, ...(secret && { secretAccessKey: secret }) },
        date: new Date(Date.now() + date),
      });

      const answer = await send(url, { method: 'POST', headers, body: sent ?? '{"n":1}' });

      expect(answer).toEqual({ status: 403, body: { message: expect.stringContaining(words) } });
    },
  );

  it('are the only ones that pass: without a signature nothing does', async () => {
    const refused = { status: 403, body: { message: 'no such route, or the call is not signed' } };
    expect(await send(deployment.url(SIGNED, 'publish'), { method: 'POST', body: '{}' })).toEqual(refused);
    expect(await send(deployment.url(SIGNED, 'jobs/a.b.c'), {})).toEqual(refused);
    const token = { AuthDetails: 'allow' };
    expect(
      await send(deployment.url(SIGNED, 'publish'), { method: 'POST', headers: token, body: '{}' }),
    ).toEqual(refused);
    expect(await send(deployment.url(SIGNED, 'health'), {})).toEqual({
      status: 200,
      body: { region: SIGNED },
    });
  });
});

describe('calls with a JSON Web Token', () => {
  const post = (token: string, text = '{}', route = 'publish') =>
    send(deployment.url(JWT, route), {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: text,
    });

  it('are captured for its subject, and told to nobody else', async () => {
    const id = accepted(await post(issuer.token('shop-7'), '{"seconds":0}', 'jobs'), '{"seconds":0}');
    const ask = (subject: string) =>
      send(deployment.url(JWT, `jobs/${id}`), {
        headers: { Authorization: `Bearer ${issuer.token(subject)}` },
      });

    expect(await deployment.terminal(id)).toMatchObject({ status: 'COMPLETED', principal: 'shop-7' });
    expect(await ask('shop-7')).toMatchObject({
      status: 200,
      body: { status: 'COMPLETED' } as Partial<JobState>,
    });
    expect(await ask('shop-8')).toMatchObject({ status: 404 });
  });

  it('are captured for a hash of a subject that is no principal', async () => {
    const id = accepted(await post(issuer.token('auth0|5f7c'), '{}'), '{}');
    expect(await deployment.terminal(id)).toMatchObject({
      status: 'COMPLETED',
      principal: expect.stringMatching(/^h_[A-Za-z0-9_-]{43}$/),
    });
  });

  it('are refused when it has expired, is for somebody else, or was changed', async () => {
    const refused = { status: 403, body: { message: 'token not accepted' } };
    const now = Math.floor(Date.now() / 1000);
    expect(await post(issuer.token('a', { exp: now - 1 }))).toEqual(refused);
    expect(await post(issuer.token('a', { aud: 'other' }))).toEqual(refused);
    const [header, , signature] = issuer.token('a').split('.');
    const [, payload] = issuer.token('admin').split('.');
    expect(await post([header, payload, signature].join('.'))).toEqual(refused);
  });

  it('are refused without one', async () => {
    expect(await send(deployment.url(JWT, 'publish'), { method: 'POST', body: '{}' })).toEqual({
      status: 401,
      body: { message: 'no token, or one that is not valid yet' },
    });
  });
});

describe('APIs of one region that differ', () => {
  it('ask each for what it is told to', async () => {
    const text = '{"seconds":0}';
    const open = await send(deployment.url(MIXED, 'publish'), { method: 'POST', body: text });
    expect(await deployment.terminal(accepted(open, text))).toMatchObject({ principal: 'anonymous' });
    expect(await send(deployment.url(MIXED, 'jobs'), { method: 'POST', body: text })).toMatchObject({
      status: 403,
    });
    const keys = await assume(MIXED, 'shop-1');
    await deployment.terminal(accepted(await postSigned(MIXED, 'jobs', text, keys), text));
  });
});

describe('a WebSocket connection', () => {
  const orders = { MessageGroupId: 'g', data: 1 };
  const principalOf = async (region: string, { requestId }: Record<string, unknown>) =>
    (await deployment.terminal(`${region}.websocket.${requestId}`)).principal;

  it('is signed, by a role that may invoke the handshake; the sessions of the role are one principal', async () => {
    const credentials = await assume(SIGNED, 'shop-7');
    const { headers } = await sign({
      url: deployment.url(SIGNED, '').slice(0, -1),
      region: SIGNED,
      credentials,
    });
    const client = await deployment.connect(SIGNED, headers);

    const principal = await principalOf(SIGNED, await client.ask(orders));

    expect(principal).toMatch(/^AROA\w+$/);
    await eventually(
      'a line of the connection that names the caller',
      async () =>
        logged('messages').some(
          ({ event, caller }) => event === 'CONNECT' && caller === `${principal}:shop-7`,
        ) || undefined,
    );
    await client.close();
    await expect(deployment.connect(SIGNED, {})).rejects.toMatchObject({ status: 403 });
    await expect(
      deployment.connect(SIGNED, { ...headers, 'x-amz-date': '20200101T000000Z' }),
    ).rejects.toMatchObject({ status: 403 });
  });

  it('is that of the subject of a JSON Web Token', async () => {
    const client = await deployment.connect(JWT, { Authorization: `Bearer ${issuer.token('shop-7')}` });

    expect(await principalOf(JWT, await client.ask(orders))).toBe('shop-7');
    await client.close();
    await expect(deployment.connect(JWT, { Authorization: 'Bearer nothing' })).rejects.toMatchObject({
      status: 403,
    });
    await expect(deployment.connect(JWT, {})).rejects.toMatchObject({ status: 401 });
  });
});

it('everything that was accepted is processed, once', async () => {
  await eventually('the end of what was accepted', async () => {
    const records = await Promise.all(deployment.accepted.map(({ id }) => deployment.record(id)));
    return records.every((record) => record?.final) ? true : undefined;
  });
  await expectSound(deployment);
});
