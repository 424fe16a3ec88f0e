import { arnPattern } from '../../../local/iam/arn-pattern';
import { parsePolicy, type PolicyKind } from '../../../local/iam/policy';

const policy = (statement: object | undefined, more: object = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [statement], ...more });
const may = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };

describe('a policy document', () => {
  it.each<[string, PolicyKind, object, string]>([
    ['Statement[0].NotAction is not evaluated', 'identity', { ...may, NotAction: 's3:*' }, ''],
    ['Statement[0].NotResource is not evaluated', 'identity', { ...may, NotResource: '*' }, ''],
    ['Statement[0].Principal is not evaluated', 'identity', { ...may, Principal: '*' }, ''],
    ['Statement[0].Principal is missing', 'resource', may, ''],
    ['Statement[0].Principal.AWS is not evaluated', 'resource', { ...may, Principal: { AWS: '*' } }, ''],
    ['Statement[0].Resource is not evaluated', 'trust', { ...trust, Resource: '*' }, ''],
    ['Statement[0].Action is missing', 'trust', { Effect: 'Allow', Principal: '*' }, ''],
    ['Statement[0].Effect: received Permit', 'identity', { ...may, Effect: 'Permit' }, ''],
    ['Statement[0].bucket is no ARN', 'identity', { ...may, Resource: 'bucket' }, ''],
    ['Resource: policy variables are not evaluated', 'identity', { ...may, Resource: '${aws:x}' }, ''],
    [
      'Statement[0].Condition.IpAddress is not evaluated',
      'identity',
      { ...may, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } },
      '',
    ],
    [
      'Statement[0].Condition.StringEquals.s3:prefix is not evaluated',
      'identity',
      { ...may, Condition: { StringEquals: { 's3:prefix': 'a' } } },
      '',
    ],
  ])('fails with "%s"', (reason, kind, statement) => {
    expect(() => parsePolicy(policy(statement), kind)).toThrow(reason);
  });

  it.each([
    ['is not JSON', '{'],
    ['Version: received 2008-10-17', policy(may, { Version: '2008-10-17' })],
    ['Extra is not evaluated', policy(may, { Extra: 1 })],
    ['Statement[0].Effect is missing', policy(undefined)],
  ])('fails with "%s" as a whole', (reason, text) => {
    expect(() => parsePolicy(text, 'identity')).toThrow(reason);
  });

  it('may have one statement that is no list, an Id and a Sid', () => {
    const text = JSON.stringify({ Version: '2012-10-17', Id: 'x', Statement: { ...may, Sid: 'y' } });

    expect(parsePolicy(text, 'identity')).toHaveLength(1);
  });
});

describe('an ARN with wildcards', () => {
  const secret = 'arn:aws:secretsmanager:eu-west-2:000000000000:secret:';

  it.each([
    [`${secret}tokens-??????`, `${secret}tokens-AbC123`, true],
    [`${secret}tokens-??????`, `${secret}tokens-other-AbC123`, false],
    [`${secret}tokens-??????`, `${secret}tokens-AbC12`, false],
    ['arn:aws:s3:::b/captures/*', 'arn:aws:s3:::b/captures/publish/p/1', true],
    ['arn:aws:s3:::b/captures/*', 'arn:aws:s3:::bb/captures/1', false],
    ['arn:aws:s3:::b.c', 'arn:aws:s3:::bXc', false],
    ['arn:aws:logs:*:*:log-group:g:*', 'arn:aws:logs:r:a:log-group:g:log-stream:s:t', true],
    ['arn:aws:logs:*:log-group:g', 'arn:aws:logs:r:a:log-group:g', false],
    ['arn:aws:sqs:*:a:q', 'arn:aws:sqs:r:x:a:q', false],
  ])('%s against %s: %s', (pattern, arn, expected) => {
    let matches: boolean;
    try {
      matches = arnPattern(pattern)(arn);
    } catch {
      matches = false;
    }

    expect(matches).toBe(expected);
  });
});
