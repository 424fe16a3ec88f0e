import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { MalformedSecretError } from '../../../contracts/secret-object';
import { hashToken } from '../../../contracts/tokens';
import { authorizeRequest } from '../../../lambdas/authorizer/authorize-request';
import { cachedTokens } from '../../../lambdas/authorizer/cached-tokens';
import { answering } from '../../helpers/answering';
import { ManualClock } from '../../helpers/manual-clock';
import { RecordedLog } from '../../helpers/recorded-log';

const METHOD = 'arn:aws:execute-api:eu-west-2:000000000000:a1b2c3/beta/POST/publish';
const EVERY_METHOD = 'arn:aws:execute-api:eu-west-2:000000000000:a1b2c3/beta/*';

/** An authorizer of a region whose token secret is this; what it was asked and logged is kept. */
function authorizer(secret: object | string | Error, cacheSeconds = 60) {
  const clock = new ManualClock();
  const log = new RecordedLog();
  let current = secret;
  const { client, asked } = answering(new SecretsManagerClient({ region: 'eu-west-2' }), {
    GetSecretValueCommand: async () => {
      if (current instanceof Error) throw current;
      return { SecretString: typeof current === 'string' ? current : JSON.stringify(current) };
    },
  });
  const readTokens = cachedTokens({ client, secretId: 'test-tokens', cacheSeconds, clock, log });
  return {
    clock,
    log,
    asked,
    setSecret: (next: object | string | Error) => {
      current = next;
    },
    ask: (headers: Record<string, string> | null) =>
      authorizeRequest({ headers, methodArn: METHOD }, { tokenHeader: 'AuthDetails', readTokens }),
    effect: async (token: string) => {
      const answer = await authorizeRequest(
        { headers: { AuthDetails: token }, methodArn: METHOD },
        { tokenHeader: 'AuthDetails', readTokens },
      );
      return answer.policyDocument.Statement[0]?.Effect;
    },
  };
}
const named = (name: string) => Object.assign(new Error(name), { name });

it('a known token is allowed everything in the stage, as its principal', async () => {
  const { ask } = authorizer({ [hashToken('first')]: 'other', [hashToken('secret')]: 'acme' });

  expect(await ask({ AuthDetails: 'secret' })).toEqual({
    principalId: 'acme',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: EVERY_METHOD }],
    },
    context: { principal: 'acme' },
  });
});

it('any other token is denied everything in the stage', async () => {
  const { ask } = authorizer({ [hashToken('secret')]: 'acme' });

  expect(await ask({ AuthDetails: 'guess' })).toEqual({
    principalId: '(none)',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Deny', Resource: EVERY_METHOD }],
    },
  });
});

it('the hash of a token is no token', async () => {
  const hash = hashToken('secret');

  expect(await authorizer({ [hash]: 'acme' }).effect(hash)).toBe('Deny');
});

it.each(['AuthDetails', 'authdetails', 'AUTHDETAILS'])('the header may be spelt %s', async (name) => {
  const { ask } = authorizer({ [hashToken('secret')]: 'acme' });

  expect(await ask({ Accept: '*/*', [name]: 'secret' })).toMatchObject({ principalId: 'acme' });
});

it.each([null, {}, { Authorization: 'secret' }, { AuthDetails: '' }])(
  'fails as Unauthorized, without reading the secret, when the headers are %j',
  async (headers) => {
    const { ask, asked } = authorizer({});

    await expect(ask(headers as Record<string, string> | null)).rejects.toThrow(/^Unauthorized$/);
    expect(asked).toEqual([]);
  },
);

it.each([
  ['has no value yet', named('ResourceNotFoundException')],
  ['is empty', {}],
])('a secret that %s denies all', async (_, secret) => {
  expect(await authorizer(secret).effect('anything')).toBe('Deny');
});

it.each([
  ['cannot be read', named('AccessDeniedException'), 'AccessDeniedException'],
  ['does not answer', named('TimeoutError'), 'TimeoutError'],
  ['is no JSON', 'allow=acme', MalformedSecretError],
  ['is no object', '["allow"]', MalformedSecretError],
  ['is null', 'null', MalformedSecretError],
  ['holds other values', { [hashToken('secret')]: { principal: 'acme' } }, MalformedSecretError],
])('fails, and so lets nobody in, when the secret %s', async (_, secret, failure) => {
  await expect(authorizer(secret).ask({ AuthDetails: 'secret' })).rejects.toThrow(failure);
});

it('an error does not quote the secret', async () => {
  await expect(authorizer('{"token": verysecret}').ask({ AuthDetails: 'x' })).rejects.toThrow(
    new MalformedSecretError('the token secret is not JSON'),
  );
});

it.each(['anonymous', 'h_0123', 'a/b', '', 'x'.repeat(65)])(
  'no token stands for principal %j',
  async (principal) => {
    const { effect, log } = authorizer({ [hashToken('secret')]: principal, [hashToken('good')]: 'acme' });

    expect(await effect('secret')).toBe('Deny');
    expect(await effect('good')).toBe('Allow');
    expect(log.lines).toEqual([{ message: 'token secret: illegal entries left out', entries: 1 }]);
  },
);

it('an entry that is no hash is left out', async () => {
  const { effect } = authorizer({ secret: 'acme', [hashToken('good')]: 'acme' });

  expect(await effect('secret')).toBe('Deny');
  expect(await effect('good')).toBe('Allow');
});

describe('the memory of the secret', () => {
  it('is used until its time is over, then the secret is read again', async () => {
    const { effect, asked, clock, setSecret } = authorizer({ [hashToken('secret')]: 'acme' }, 60);
    await effect('secret');
    setSecret({});
    clock.advance(59_999);

    expect(await effect('secret')).toBe('Allow');
    expect(asked).toEqual([{ SecretId: 'test-tokens' }]);

    clock.advance(1);
    expect(await effect('secret')).toBe('Deny');
    expect(asked).toHaveLength(2);
  });

  it('of 0 s reads the secret each time', async () => {
    const { effect, asked } = authorizer({}, 0);
    await effect('a');
    await effect('b');

    expect(asked).toHaveLength(2);
  });

  it('does not outlive its time when the secret cannot be read', async () => {
    const { ask, clock, setSecret, effect } = authorizer({ [hashToken('secret')]: 'acme' }, 60);
    await effect('secret');
    setSecret(named('InternalServiceError'));
    clock.advance(60_000);

    await expect(ask({ AuthDetails: 'secret' })).rejects.toThrow('InternalServiceError');
  });

  it('does not keep a failure', async () => {
    const { ask, effect, setSecret } = authorizer(named('InternalServiceError'));
    await expect(ask({ AuthDetails: 'secret' })).rejects.toThrow('InternalServiceError');
    setSecret({ [hashToken('secret')]: 'acme' });

    expect(await effect('secret')).toBe('Allow');
  });
});
