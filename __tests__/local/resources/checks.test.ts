import { JSON_TEXT, oneOf } from '../../../local/resources/checks';
import { policyFault } from '../../../local/resources/policy-document';

const policy = (statement: object, Version = '2012-10-17') =>
  JSON.stringify({ Version, Statement: [statement] });
const good = { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' };

describe('the check of a policy document', () => {
  it('accepts permissions and trust', () => {
    expect(policyFault(policy(good))).toBeUndefined();
    expect(policyFault(policy({ Effect: 'Deny', Action: 'sts:AssumeRole', Principal: '*' }))).toBeUndefined();
  });

  it.each([
    ['text', '{', 'is not JSON'],
    ['an old version', policy(good, '2008-10-17'), 'has the version 2008-10-17'],
    ['no effect', policy({ ...good, Effect: 'allow' }), 'without Effect'],
    ['no action', policy({ ...good, Action: undefined }), 'without Action'],
    ['no resource', policy({ ...good, Resource: undefined }), 'without Resource or Principal'],
  ])('fails for %s', (_what, text, reason) => {
    expect(policyFault(text)).toContain(reason);
  });
});

describe('an attribute of few values', () => {
  it('fails for others, with what was received and what is known', () => {
    const { check } = oneOf('OFF', false) as { check(value: unknown): string | undefined };
    expect(check(false)).toBeUndefined();
    expect(check('INFO')).toBe('received "INFO", the local cloud knows "OFF", false');
  });
});

describe('an attribute that holds JSON', () => {
  it('fails for anything else', () => {
    const { check } = JSON_TEXT as { check(value: unknown): string | undefined };
    expect(check('{}')).toBeUndefined();
    expect(check('{')).toBe('is not JSON');
  });
});
