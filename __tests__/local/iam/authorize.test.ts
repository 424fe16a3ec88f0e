import type { Caller } from '../../../local/core/call';
import type { GatedCall } from '../../../local/core/gate';
import { IamGate } from '../../../local/iam/gate';
import { IamService } from '../../../local/iam/service';

const ROOT = 'arn:aws:iam::000000000000:root';
const QUEUE = 'arn:aws:sqs:eu-west-2:000000000000:captures';
const BUCKET = 'arn:aws:s3:::captures';
const KEY = `${BUCKET}/a`;

const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource });

let iam: IamService;
let role: string;
beforeEach(() => {
  iam = new IamService('aws', '000000000000');
  role = iam.createRole('lane').arn;
});

const call = (
  principal: string,
  action: string,
  resource: string,
  caller: Partial<Caller> = {},
): GatedCall => ({
  region: 'eu-west-2',
  service: action.split(':')[0] as GatedCall['service'],
  action,
  resource,
  caller: { principal, ...caller },
});
const denial = (...of: Parameters<typeof call>) => {
  try {
    iam.authorize(call(...of));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a role', () => {
  it('may do nothing by default', () => {
    expect(denial(role, 'dynamodb:GetItem', 'arn:aws:dynamodb:r:0:table/t', { sessionName: 'claim' })).toBe(
      'User: arn:aws:sts::000000000000:assumed-role/lane/claim is not authorized to perform: dynamodb:GetItem ' +
        'on resource: arn:aws:dynamodb:r:0:table/t because no identity-based policy allows the dynamodb:GetItem action',
    );
  });

  it('may do what one of its policies allows, on that resource, by that action', () => {
    iam.putRolePolicy('lane', 'one', document(allow('sqs:receive*', QUEUE)));
    iam.putRolePolicy('lane', 'two', document(allow('sqs:DeleteMessage', QUEUE)));

    expect(denial(role, 'sqs:ReceiveMessage', QUEUE)).toBeUndefined();
    expect(denial(role, 'sqs:DeleteMessage', QUEUE)).toBeUndefined();
    expect(denial(role, 'sqs:DeleteMessage', `${QUEUE}-errors`)).toBeDefined();
    expect(denial(role, 'sqs:SendMessage', QUEUE)).toContain('the sqs:sendmessage action');
  });

  it('may do what the policy of the resource allows to everybody', () => {
    iam.putResourcePolicy(BUCKET, document({ ...allow('s3:GetObject', `${BUCKET}/*`), Principal: '*' }));

    expect(denial(role, 's3:GetObject', KEY)).toBeUndefined();
    expect(denial(role, 's3:PutObject', KEY)).toContain(`on resource: "${KEY}" because no identity-based`);
  });

  it('may not do what anything denies, whatever allows it', () => {
    iam.putRolePolicy('lane', 'own', document(allow('s3:*', '*')));
    iam.putResourcePolicy(
      BUCKET,
      document({ ...allow('s3:PutObject', `${BUCKET}/*`), Effect: 'Deny', Principal: '*' }),
    );

    expect(denial(role, 's3:PutObject', KEY)).toContain('with an explicit deny in a resource-based policy');
    expect(denial(ROOT, 's3:PutObject', KEY)).toContain('with an explicit deny in a resource-based policy');
    iam.putRolePolicy(
      'lane',
      'own',
      document(allow('s3:*', '*'), { ...allow('s3:GetObject', '*'), Effect: 'Deny' }),
    );
    expect(denial(role, 's3:GetObject', KEY)).toContain('with an explicit deny in an identity-based policy');
  });

  it('loses a permission as soon as its policy is replaced', () => {
    iam.putRolePolicy('lane', 'own', document(allow('s3:GetObject', '*')));
    expect(denial(role, 's3:GetObject', KEY)).toBeUndefined();

    iam.putRolePolicy('lane', 'own', document(allow('s3:PutObject', '*')));

    expect(denial(role, 's3:GetObject', KEY)).toBeDefined();
  });

  it('loses what the policy of a resource allowed as soon as its policy is replaced', () => {
    const everybody = (action: string) => document({ ...allow(action, `${BUCKET}/*`), Principal: '*' });
    iam.putResourcePolicy(BUCKET, everybody('s3:GetObject'));
    expect(denial(role, 's3:GetObject', KEY)).toBeUndefined();

    iam.putResourcePolicy(BUCKET, everybody('s3:PutObject'));

    expect(denial(role, 's3:GetObject', KEY)).toContain('no identity-based policy allows');
  });

  it('assumes no role that does not trust it, whatever its own policies allow', () => {
    const other = iam.createRole('other').arn;
    iam.putRolePolicy('lane', 'own', document(allow('sts:AssumeRole', other)));

    expect(denial(role, 'sts:AssumeRole', other)).toContain(
      'because no resource-based policy allows the sts:AssumeRole action',
    );
    const Principal = '*';
    iam.updateAssumeRolePolicy(other, document({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }));
    expect(denial(role, 'sts:AssumeRole', other)).toBeUndefined();
  });

  it('may always ask who it is', () => {
    expect(denial(role, 'sts:GetCallerIdentity', '*')).toBeUndefined();
  });
});

it('the account itself may do everything that is not denied', () => {
  expect(denial(ROOT, 's3:PutObject', KEY)).toBeUndefined();
});

describe('a role that trusts its account', () => {
  const trust = (account: string) =>
    document({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: 'sts:AssumeRole',
    });

  it('is assumed by whoever of the account may assume it', () => {
    const invoke = iam.createRole('invoke').arn;
    iam.updateAssumeRolePolicy(invoke, trust('000000000000'));

    expect(denial(ROOT, 'sts:AssumeRole', invoke)).toBeUndefined();
    expect(denial(role, 'sts:AssumeRole', invoke)).toContain('because no identity-based policy allows');
    iam.putRolePolicy('lane', 'own', document(allow('sts:AssumeRole', invoke)));
    expect(denial(role, 'sts:AssumeRole', invoke)).toBeUndefined();
  });

  it('is assumed by no service, and by nobody of another account', () => {
    const invoke = iam.createRole('invoke').arn;
    iam.updateAssumeRolePolicy(invoke, trust('000000000000'));
    expect(denial('lambda.amazonaws.com', 'sts:AssumeRole', invoke)).toContain(
      'no resource-based policy allows',
    );

    iam.updateAssumeRolePolicy(invoke, trust('111111111111'));
    expect(denial(ROOT, 'sts:AssumeRole', invoke)).toContain('no resource-based policy allows');
  });
});

it('the account itself assumes no role that does not trust it', () => {
  expect(denial(ROOT, 'sts:AssumeRole', role)).toContain('because no resource-based policy allows');
});

it('a role is known by its whole ARN', () => {
  const arns = [role, 'arn:aws:iam::999999999999:role/lane', 'nonsense/lane', 'lane', `${role}s`];

  expect(arns.map((arn) => iam.hasRole(arn))).toEqual([true, false, false, false, false]);
});

it('a principal that is no role of the stacks may do nothing', () => {
  iam.putRolePolicy('lane', 'own', document(allow('s3:*', '*')));

  expect(denial('arn:aws:iam::111111111111:role/lane', 's3:GetObject', KEY)).toBeDefined();
});

describe('requests on this machine', () => {
  it('count as secure', () => {
    const Condition = { Bool: { 'aws:SecureTransport': 'false' } };
    const Principal = '*';
    iam.putResourcePolicy(
      QUEUE,
      document({ ...allow('sqs:*', QUEUE), Effect: 'Deny', Principal, Condition }),
    );

    expect(denial(ROOT, 'sqs:SendMessage', QUEUE)).toBeUndefined();
  });
});

describe('a service', () => {
  const s3 = 's3.amazonaws.com';
  const sourceArn = 'arn:aws:states:eu-west-1:000000000000:stateMachine:drain';
  const trust = (Service: string, Condition = {}) =>
    document({ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole', Condition });
  beforeEach(() => {
    const Condition = {
      ArnLike: { 'aws:SourceArn': BUCKET },
      StringEquals: { 'aws:SourceAccount': '000000000000' },
    };
    iam.putResourcePolicy(
      QUEUE,
      document({ ...allow('sqs:SendMessage', QUEUE), Principal: { Service: s3 }, Condition }),
    );
  });

  it('may do what the policy of the resource allows it, for the resource that the condition names', () => {
    expect(denial(s3, 'sqs:SendMessage', QUEUE, { sourceArn: BUCKET })).toBeUndefined();
  });

  it.each([
    ['for another bucket', s3, { sourceArn: 'arn:aws:s3:::other' }],
    ['without saying for which', s3, {}],
    ['as another service', 'sns.amazonaws.com', { sourceArn: BUCKET }],
  ])('fails %s', (_what, principal, caller) => {
    expect(denial(principal, 'sqs:SendMessage', QUEUE, caller)).toContain(
      'because no resource-based policy allows the sqs:sendmessage action',
    );
  });

  it('assumes only roles that trust it, for this account where it says so', () => {
    const own = { StringEquals: { 'aws:SourceAccount': '000000000000' } };
    iam.updateAssumeRolePolicy(role, trust('states.amazonaws.com', own));

    expect(denial('states.amazonaws.com', 'sts:AssumeRole', role, { sourceArn })).toBeUndefined();
    expect(denial('states.amazonaws.com', 'sts:AssumeRole', role)).toBe(
      `User: states.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${role} ` +
        'because no resource-based policy allows the sts:AssumeRole action',
    );
    expect(denial('lambda.amazonaws.com', 'sts:AssumeRole', role, { sourceArn })).toBe(
      `User: lambda.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${role} ` +
        'because no resource-based policy allows the sts:AssumeRole action',
    );
  });

  it('loses the trust of a role as soon as its trust policy is replaced', () => {
    iam.updateAssumeRolePolicy(role, trust('states.amazonaws.com'));
    expect(denial('states.amazonaws.com', 'sts:AssumeRole', role, { sourceArn })).toBeUndefined();

    iam.updateAssumeRolePolicy(role, trust('lambda.amazonaws.com'));

    expect(denial('states.amazonaws.com', 'sts:AssumeRole', role, { sourceArn })).toBeDefined();
  });
});

describe('a denied call', () => {
  it.each([
    ['s3', 's3:GetObject', 'AccessDenied', 403],
    ['sqs', 'sqs:SendMessage', 'AccessDeniedException', 403],
    ['lambda', 'lambda:InvokeFunction', 'AccessDeniedException', 403],
    ['dynamodb', 'dynamodb:GetItem', 'AccessDeniedException', 400],
    ['secretsmanager', 'secretsmanager:GetSecretValue', 'AccessDeniedException', 400],
    ['states', 'states:StartExecution', 'AccessDeniedException', 400],
  ])('of %s is answered as that service does', (_service, action, code, status) => {
    expect(() => iam.authorize(call(role, action, 'arn:aws:x:::y'))).toThrow(
      expect.objectContaining({ code, status }),
    );
  });

  it('is kept with the thousand latest', () => {
    for (let n = 0; n <= 1000; n += 1) denial(role, 's3:GetObject', `${BUCKET}/${n}`);

    expect(iam.denied).toHaveLength(1000);
    expect(iam.denied.at(0)?.resource).toBe(`${BUCKET}/1`);
    expect(iam.denied.at(-1)?.resource).toBe(`${BUCKET}/1000`);
  });

  it('does not happen, is not counted and can be looked up', async () => {
    const gate = new IamGate(iam);
    const work = jest.fn();

    await expect(gate.run(call(role, 's3:GetObject', KEY), work)).rejects.toThrow('not authorized');

    expect(work).not.toHaveBeenCalled();
    expect(gate.counts.size).toBe(0);
    expect(iam.denied).toEqual([
      { at: expect.any(Number), action: 's3:GetObject', resource: KEY, message: expect.any(String) },
    ]);
  });
});
