import { arnPattern } from '../../../local/iam/arn-pattern';
import { parsePolicy, type PolicyKind } from '../../../local/iam/policy';
import { IamService } from '../../../local/iam/service';

const policy = (statement: object | undefined, more: object = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [statement], ...more });
const may = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };

describe('a policy document', () => {
  it.each<[string, PolicyKind, object]>([
    ['Statement[0].NotAction is not evaluated', 'identity', { ...may, NotAction: 's3:*' }],
    ['Statement[0].NotResource is not evaluated', 'identity', { ...may, NotResource: '*' }],
    ['Statement[0].Principal is not evaluated', 'identity', { ...may, Principal: '*' }],
    ['Statement[0].Principal is missing', 'resource', may],
    [
      'Statement[0].Principal.AWS: received *, evaluated is arn:<partition>:iam::<account>:root',
      'resource',
      { ...may, Principal: { AWS: '*' } },
    ],
    [
      'Statement[0].Principal.Federated is not evaluated',
      'resource',
      { ...may, Principal: { Federated: 'accounts.google.com' } },
    ],
    ['Statement[0].Resource is not evaluated', 'trust', { ...trust, Resource: '*' }],
    ['Statement[0].Action is missing', 'trust', { Effect: 'Allow', Principal: '*' }],
    ['Statement[0].Effect: received Permit', 'identity', { ...may, Effect: 'Permit' }],
    ['Statement[0].bucket is no ARN', 'identity', { ...may, Resource: 'bucket' }],
    ['Resource: policy variables are not evaluated', 'identity', { ...may, Resource: '${aws:x}' }],
    [
      'Statement[0].Condition.IpAddress is not evaluated',
      'identity',
      { ...may, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } },
    ],
    [
      'Statement[0].Condition.StringEquals.s3:prefix is not evaluated',
      'identity',
      { ...may, Condition: { StringEquals: { 's3:prefix': 'a' } } },
    ],
    ['Statement[0].Sid: received "a b", allowed are letters', 'identity', { ...may, Sid: 'a b' }],
    ['Statement[0].Sid: received 5, allowed are letters', 'identity', { ...may, Sid: 5 }],
    ['Statement[0].Action: received [], allowed is a text', 'identity', { ...may, Action: [] }],
    ['Statement[0].Action: received 5, allowed is a text', 'identity', { ...may, Action: 5 }],
    ['Statement[0].Action: received [""], allowed', 'identity', { ...may, Action: [''] }],
    [
      'Statement[0].Action: received SendMessage, allowed is * or service:action',
      'identity',
      { ...may, Action: 'SendMessage' },
    ],
    ['Statement[0].Resource: received [], allowed is a text', 'identity', { ...may, Resource: [] }],
    ['Statement[0].Resource: received null, allowed', 'identity', { ...may, Resource: null }],
    ['Statement[0].Principal is not evaluated', 'trust', { ...trust, Principal: null }],
    ['Statement[0].Principal is not evaluated', 'trust', { ...trust, Principal: 'lambda' }],
    ['Principal.Service: received [], allowed', 'trust', { ...trust, Principal: { Service: [] } }],
    ['Principal.Service: received null, allowed', 'trust', { ...trust, Principal: { Service: null } }],
    [
      'Principal.Service: received lambda, allowed is a name such as',
      'trust',
      { ...trust, Principal: { Service: 'lambda' } },
    ],
    ['Statement[0].Condition: received [], allowed is an object', 'trust', { ...trust, Condition: [] }],
    ['Statement[0].Condition: received null, allowed', 'trust', { ...trust, Condition: null }],
    [
      'Statement[0].Condition.StringEquals: received "", allowed is an object',
      'trust',
      { ...trust, Condition: { StringEquals: '' } },
    ],
    [
      'Statement[0].Condition.StringEquals: received {}, allowed is one key or more',
      'trust',
      { ...trust, Condition: { StringEquals: {} } },
    ],
    [
      'Condition.StringEquals.aws:SourceAccount: received [], allowed is a text',
      'trust',
      { ...trust, Condition: { StringEquals: { 'aws:SourceAccount': [] } } },
    ],
    [
      'Condition.StringEquals.aws:SourceAccount: policy variables are not evaluated',
      'trust',
      { ...trust, Condition: { StringEquals: { 'aws:SourceAccount': '${aws:x}' } } },
    ],
  ])('fails with "%s"', (reason, kind, statement) => {
    expect(() => parsePolicy(policy(statement), kind)).toThrow(reason);
  });

  it.each([
    ['is not JSON', '{'],
    ['Version: received 2008-10-17', policy(may, { Version: '2008-10-17' })],
    ['Extra is not evaluated', policy(may, { Extra: 1 })],
    ['Statement[0].Effect is missing', policy(undefined)],
    ['received null, allowed is a JSON object', 'null'],
    ['received [], allowed is a JSON object', '[]'],
    ['Statement: received [], allowed is one statement', policy(may, { Statement: [] })],
    [
      'Statement: received two of the Sid a, allowed is one',
      policy(may, {
        Statement: [
          { ...may, Sid: 'a' },
          { ...may, Sid: 'a' },
        ],
      }),
    ],
  ])('fails with "%s" as a whole', (reason, text) => {
    expect(() => parsePolicy(text, 'identity')).toThrow(reason);
  });

  it('may have one statement that is no list, an Id and a Sid', () => {
    const text = JSON.stringify({ Version: '2012-10-17', Id: 'x', Statement: { ...may, Sid: 'y' } });

    expect(parsePolicy(text, 'identity')).toHaveLength(1);
  });
});

describe('the policy of a bucket', () => {
  const bucket = 'arn:aws:s3:::b';
  const about = (Resource: string[]) => policy({ ...may, Principal: '*', Resource });

  it('may be about the bucket and what lies in it', () => {
    expect(parsePolicy(about([bucket, `${bucket}/*`]), 'resource', bucket)).toHaveLength(1);
  });

  it.each(['arn:aws:s3:::bb', 'arn:aws:s3:::bb/*', 'arn:aws:s3:::*', '*'])('fails about %s', (other) => {
    expect(() => parsePolicy(about([bucket, other]), 'resource', bucket)).toThrow(
      `Statement[0].Resource: received ${other}, allowed is ${bucket} and what lies in it`,
    );
  });

  it('is held against the bucket on which it is put', () => {
    const iam = new IamService('aws', '000000000000');

    expect(() => iam.putResourcePolicy('arn:aws:s3:::bb', about([bucket]))).toThrow(
      `received ${bucket}, allowed is arn:aws:s3:::bb and`,
    );
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
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/two\nlines', true],
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
