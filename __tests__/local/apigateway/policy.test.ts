import { AuthorizerPolicy } from '../../../local/apigateway/policy';

const allow = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' };

describe('the policy of an authorizer', () => {
  it.each([
    ['NotAction', { Effect: 'Allow', NotAction: 's3:*', Resource: '*' }],
    ['NotResource', { ...allow, NotResource: '*' }],
    ['no Action', { Effect: 'Deny', Resource: '*' }],
    ['no Resource', { Effect: 'Deny', Action: '*' }],
    ['an empty Resource', { ...allow, Resource: [] }],
  ])('fails with %s', (_, statement) => {
    expect(() => new AuthorizerPolicy({ Statement: [allow, statement] })).toThrow(
      'needs Action and Resource',
    );
  });

  it('may have statements of other actions', () => {
    const other = { Effect: 'Deny', Action: 's3:*', Resource: '*' };
    expect(new AuthorizerPolicy({ Statement: [allow, other] }).decide('arn:x')).toBe('allowed');
  });
});
