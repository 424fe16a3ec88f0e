import { authorizeJwt } from '../../../lambdas/jwt-authorizer/authorize-jwt';
import { principalOfSubject } from '../../../lambdas/jwt-authorizer/principal-of-subject';
import { tokenVerifier, type VerifyToken } from '../../../lambdas/jwt-authorizer/verify-token';
import { type SignatureAlgorithm, TokenIssuer } from '../../helpers/token-issuer';

const methodArn = 'arn:aws:execute-api:eu-west-2:000000000000:api/beta/POST/publish';
const now = () => Math.floor(Date.now() / 1000);

let issuer: TokenIssuer;
let verify: VerifyToken;
beforeEach(async () => {
  issuer = await new TokenIssuer().start();
  verify = tokenVerifier({ ...issuer.settings, jwksUri: `${issuer.url}/.well-known/jwks.json` });
});
afterEach(() => issuer.stop());

const ask = (authorization: string | undefined, header = 'Authorization') =>
  authorizeJwt(
    { headers: authorization === undefined ? {} : { [header]: authorization }, methodArn },
    verify,
  );
const effectOf = async (token: string) => (await ask(`Bearer ${token}`)).policyDocument.Statement[0]?.Effect;

it('a valid token is allowed for the whole stage, as its subject', async () => {
  expect(await ask(`Bearer ${issuer.token('shop-7')}`)).toEqual({
    principalId: 'shop-7',
    context: { principal: 'shop-7' },
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: 'Allow',
          Resource: 'arn:aws:execute-api:eu-west-2:000000000000:api/beta/*',
        },
      ],
    },
  });
});

it('the case of header and scheme does not matter', async () => {
  expect(await ask(`bearer ${issuer.token('a')}`, 'authorization')).toMatchObject({ principalId: 'a' });
});

it('the keys are read once', async () => {
  await ask(`Bearer ${issuer.token('a')}`);
  await ask(`Bearer ${issuer.token('b')}`);
  expect(issuer.asked).toBe(1);
});

it('a key that came meanwhile is found', async () => {
  await ask(`Bearer ${issuer.token('a')}`);
  issuer.addKey('second');
  expect(await ask(`Bearer ${issuer.token('a', {}, { kid: 'second' })}`)).toMatchObject({ principalId: 'a' });
});

describe('a token is not accepted', () => {
  it.each([
    ['that has expired', { exp: now() - 1 }],
    ['that does not expire', { exp: undefined }],
    ['of another issuer', { iss: 'https://elsewhere.example.com' }],
    ['for another audience', { aud: 'other' }],
    ['for nobody in particular', { aud: undefined }],
    ['without a subject', { sub: undefined }],
    ['with an empty subject', { sub: '' }],
    ['with a subject that is no text', { sub: 7 }],
  ])('%s', async (_what, claims) => {
    expect(await effectOf(issuer.token('a', claims))).toBe('Deny');
  });

  it('with another payload than was signed', async () => {
    const [header, , signature] = issuer.token('a').split('.');
    const [, payload] = issuer.token('admin').split('.');
    expect(await effectOf([header, payload, signature].join('.'))).toBe('Deny');
  });

  it.each([
    ['exp', -1e20],
    ['nbf', 1e20],
  ])('with an %s that is no date: %d', async (claim, value) => {
    expect(await effectOf(issuer.token('a', { [claim]: value }))).toBe('Deny');
  });

  it.each(['none', 'HS256'])('with the algorithm %s', async (alg) => {
    expect(await effectOf(issuer.token('a', {}, { alg }))).toBe('Deny');
  });

  it('that is none', async () => {
    expect(await effectOf('abc')).toBe('Deny');
    expect(await effectOf('a.b.c')).toBe('Deny');
  });
});

describe.each<SignatureAlgorithm>(['RS256', 'ES256', 'EdDSA'])('a token signed by %s', (alg) => {
  let token: string;
  beforeEach(() => {
    issuer.addKey(alg, alg);
    token = issuer.token('a', {}, { kid: alg });
  });

  it('is accepted', async () => {
    expect(await effectOf(token)).toBe('Allow');
  });

  it.each<[string, (token: string) => string]>([
    ['cut', (whole) => whole.slice(0, -8)],
    ['lengthened', (whole) => `${whole}AAAA`],
    ['of one character', (whole) => whole.replace(/[^.]+$/, 'A')],
  ])('is not accepted with a signature that is %s', async (_what, change) => {
    expect(await effectOf(change(token))).toBe('Deny');
  });
});

describe('fails as unauthorized, which API Gateway does not remember', () => {
  it.each([
    ['without a header', undefined],
    ['with an empty header', ''],
    ['with another scheme', 'Basic YTpi'],
    ['with two tokens', 'Bearer a b'],
  ])('%s', async (_what, authorization) => {
    await expect(ask(authorization)).rejects.toThrow(/^Unauthorized$/);
  });

  it('with a token that will be valid', async () => {
    await expect(ask(`Bearer ${issuer.token('a', { nbf: now() + 60 })}`)).rejects.toThrow(/^Unauthorized$/);
  });

  it('with a key id that the issuer may have a moment later, asked for but once', async () => {
    const token = `Bearer ${issuer.token('a', {}, { kid: 'unknown' })}`;
    await expect(ask(token)).rejects.toThrow(/^Unauthorized$/);
    await expect(ask(token)).rejects.toThrow(/^Unauthorized$/);
    expect(issuer.asked).toBe(1);
  });
});

it.each([500, 404])(
  'fails with the trouble itself when the issuer answers %i, and tries again',
  async (status) => {
    const token = `Bearer ${issuer.token('a')}`;
    issuer.failure = status;
    await expect(ask(token)).rejects.toThrow(`received ${status}`);

    issuer.failure = undefined;
    expect(await ask(token)).toMatchObject({ principalId: 'a' });
  },
);

it.each([
  ['more than a list of keys can be', 'x'.repeat(512 * 1024), 'received more than 524288 bytes'],
  ['what is no JSON', '<html>', 'JWKS could not be parsed as JSON'],
  ['what is no list of keys', '{}', 'JWKS does not include keys'],
  ['keys that are none', '{"keys":[{"kid":"first","kty":7}]}', 'JWK kty should be a string'],
])('fails with the trouble itself when the issuer answers with %s', async (_what, text, trouble) => {
  issuer.text = text;
  await expect(ask(`Bearer ${issuer.token('a')}`)).rejects.toThrow(trouble);
});

describe('the principal of a subject', () => {
  it.each(['shop-7', 'a', 'A_b-9'.padEnd(64, 'x')])('is %s itself', (subject) => {
    expect(principalOfSubject(subject)).toBe(subject);
  });

  it.each(['auth0|5f7c', 'a@b.example', 'x'.repeat(65), 'anonymous', 'h_abc', 'ü', 'AROA1:x'])(
    'is a hash of %s, which cannot be one',
    (subject) => {
      expect(principalOfSubject(subject)).toMatch(/^h_[A-Za-z0-9_-]{43}$/);
    },
  );

  it('is the same everywhere', () => {
    // echo -n 'auth0|5f7c' | openssl dgst -sha256 -binary | basenc --base64url
    expect(principalOfSubject('auth0|5f7c')).toBe('h_Zi3QpZZa-i_EUjkZ92LB_Dn2mo78rO5Uzn1OzsDt_hc');
  });
});
