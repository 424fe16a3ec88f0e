import { type ConfigurationError, parseSettings } from '../../config/load';
import { configuration } from '../helpers/synth';

const JWT = { issuer: 'https://id.example.com/', audience: ['shop'] };
const authOf = (overrides: Record<string, unknown>) =>
  parseSettings(configuration(overrides)).ingest[0]?.auth;
const regionWith = (auth: object) => [{ region: 'eu-west-2', auth }];

function faultsOf(overrides: Record<string, unknown>): string[] {
  try {
    parseSettings(configuration(overrides));
    return [];
  } catch (error) {
    return (error as ConfigurationError).faults;
  }
}

describe('the mode of an API', () => {
  it('is that of all APIs, unless it has one of its own', () => {
    expect(authOf({ ingest: regionWith({ mode: 'iam' }) })?.modes).toEqual({
      captures: 'iam',
      jobs: 'iam',
      messages: 'iam',
    });
    expect(authOf({ ingest: regionWith({ mode: 'iam', apis: { jobs: 'none' } }) })?.modes).toEqual({
      captures: 'iam',
      jobs: 'none',
      messages: 'iam',
    });
  });

  it('is the region’s before that of the defaults', () => {
    const defaults = { auth: { mode: 'none', apis: { jobs: 'iam' } } };
    expect(authOf({ defaults })?.modes).toEqual({ captures: 'none', jobs: 'iam', messages: 'none' });
    expect(authOf({ defaults, ingest: regionWith({ mode: 'token' }) })?.modes).toEqual({
      captures: 'token',
      jobs: 'iam',
      messages: 'token',
    });
    expect(authOf({ defaults, ingest: regionWith({ apis: { jobs: 'token' } }) })?.modes).toEqual({
      captures: 'none',
      jobs: 'token',
      messages: 'none',
    });
  });
});

describe('whose JSON Web Tokens are accepted', () => {
  it('is said once for all regions, or by each', () => {
    const defaults = { auth: { mode: 'jwt', jwt: JWT } };
    const jwksUri = 'https://id.example.com/.well-known/jwks.json';
    expect(authOf({ defaults })?.jwt).toEqual({ ...JWT, jwksUri });
    const own = { jwt: { audience: ['a', 'b'], jwksUri: 'https://keys.example.com/' } };
    expect(authOf({ defaults, ingest: regionWith(own) })?.jwt).toEqual({ ...JWT, ...own.jwt });
  });

  it('is nothing where no API asks for them', () => {
    expect(authOf({ defaults: { auth: { jwt: JWT } } })).not.toHaveProperty('jwt');
  });

  it('fails where an API asks for them and nobody says', () => {
    expect(faultsOf({ ingest: regionWith({ apis: { jobs: 'jwt' }, jwt: { issuer: JWT.issuer } }) })).toEqual([
      'ingest[0].auth.jwt.audience: missing, needed there or in defaults: the mode of jobs is "jwt"',
    ]);
    expect(faultsOf({ defaults: { auth: { mode: 'jwt' } }, ingest: [{ region: 'eu-west-2' }] })).toEqual([
      'ingest[0].auth.jwt.issuer: missing, needed there or in defaults: the mode of captures is "jwt"',
      'ingest[0].auth.jwt.audience: missing, needed there or in defaults: the mode of captures is "jwt"',
    ]);
  });

  it.each([
    'http://id.example.com',
    'id.example.com',
    'https://id.example.com/a b',
    'http://127.0.0.1.example.com/',
  ])('fails for the issuer %s, which is no URL by TLS', (issuer) => {
    expect(faultsOf({ defaults: { auth: { jwt: { ...JWT, issuer } } } })).toEqual([
      `defaults.auth.jwt.issuer: received "${issuer}", allowed is an https URL (http for 127.0.0.1 and localhost alone)`,
    ]);
  });

  it('may be an issuer on this machine, for tests', () => {
    expect(faultsOf({ defaults: { auth: { jwt: { ...JWT, issuer: 'http://127.0.0.1:4711' } } } })).toEqual(
      [],
    );
  });

  it('fails without an audience, which would accept the tokens of every other service', () => {
    expect(faultsOf({ defaults: { auth: { jwt: { ...JWT, audience: [] } } } })).toEqual([
      'defaults.auth.jwt.audience: received [], allowed is at least 1 entries',
    ]);
  });
});
