import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { createServices } from '../../../local/create-services';
import { IamGate } from '../../../local/iam/gate';
import { LoadError } from '../../../local/load/load-error';
import { loadStacks } from '../../../local/load/load-stacks';
import { LocalCloud } from '../../../local/local-cloud';
import { resourceTypes } from '../../../local/resources';
import type { Services } from '../../../local/services';
import { stackJson, writeApp } from '../../helpers/synthesized-app';

type Resources = Record<string, Record<string, Record<string, unknown>>>;

const document = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } });
const arn = '${aws_iam_role.role.arn}';

/** A role that a service may assume, and what it may do. */
const role = (Service: string, Action: string[] = ['none:None']): Resources => ({
  aws_iam_role: {
    role: {
      name: 'role',
      assume_role_policy: document({ Principal: { Service }, Action: 'sts:AssumeRole' }),
    },
  },
  aws_iam_role_policy: {
    may: { name: 'may', role: '${aws_iam_role.role.name}', policy: document({ Action, Resource: '*' }) },
  },
});
const depends_on = ['aws_iam_role_policy.may'];
const traced: Resources = {
  aws_lambda_function: {
    fn: {
      function_name: 'fn',
      role: arn,
      runtime: 'nodejs22.x',
      handler: 'index.handler',
      filename: 'function.zip',
      tracing_config: { mode: 'Active' },
      depends_on,
    },
  },
};
const PASS = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
const logging: Resources = {
  aws_sfn_state_machine: {
    workflow: {
      name: 'workflow',
      type: 'EXPRESS',
      role_arn: arn,
      definition: JSON.stringify(PASS),
      logging_configuration: { level: 'ERROR' },
      depends_on,
    },
  },
};
const account: Resources = {
  aws_api_gateway_account: { account: { cloudwatch_role_arn: arn, depends_on } },
};
const LOG_DELIVERY = ['Create', 'Get', 'Update', 'Delete'].map((verb) => `logs:${verb}LogDelivery`);
const LOGGING = [
  ...LOG_DELIVERY,
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];
const ACCOUNT = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
  'logs:GetLogEvents',
  'logs:FilterLogEvents',
];
const [lambda, states, apigateway] = ['lambda', 'states', 'apigateway'].map(
  (name) => `${name}.amazonaws.com`,
) as [string, string, string];

let outdir: string | undefined;
let services: Services;
beforeEach(() => {
  const cloud = new LocalCloud();
  services = createServices(cloud);
  cloud.gate = new IamGate(services.iam);
});
afterEach(async () => {
  await services.lambda.stop();
  if (outdir) rmSync(outdir, { recursive: true });
});

async function load(...resources: Resources[]) {
  outdir = writeApp({ central: stackJson({ resource: Object.assign({}, ...resources) }) });
  const code = zipSync({ 'index.js': strToU8('exports.handler = async () => 1;') });
  writeFileSync(join(outdir, 'stacks', 'central', 'function.zip'), code);
  const { accountId, partition } = services.cloud;
  return loadStacks({ outdir, types: resourceTypes, services, accountId, partition });
}

const faultsOf = async (...resources: Resources[]): Promise<string> => {
  const error = await load(...resources).catch((reason) => reason);
  expect(error).toBeInstanceOf(LoadError);
  return (error as LoadError).faults.join('\n');
};

const FUNCTION_TRUST = 'The role defined for the function cannot be assumed by Lambda.';
const WORKFLOW_TRUST = 'is authorized to assume the provided role.';
const ACCOUNT_PERMISSIONS = 'The role ARN does not have required permissions configured.';

describe('a role that is tried out', () => {
  it.each<[string, string, Resources, string[], string]>([
    ['a function', lambda, traced, ['xray:PutTraceSegments'], FUNCTION_TRUST],
    ['a state machine', states, logging, LOGGING, WORKFLOW_TRUST],
    ['the API Gateway account', apigateway, account, ACCOUNT, ACCOUNT_PERMISSIONS],
  ])('fails for %s when it trusts another service', async (_what, service, resource, actions, complaint) => {
    const faults = await faultsOf(role('sns.amazonaws.com', actions), resource);

    expect(faults).toContain(`${complaint}: User: ${service} is not authorized to perform: sts:AssumeRole`);
  });

  it.each<[string, string, Resources, string[], string]>([
    ['a traced function', lambda, traced, ['xray:PutTraceSegments'], 'to call PutTraceSegments on XRAY'],
    ['a logging state machine', states, logging, LOGGING, 'not authorized to access the Log Destination'],
    ['the API Gateway account', apigateway, account, ACCOUNT, ACCOUNT_PERMISSIONS],
  ])('fails for %s without the last permission of all', async (_what, service, resource, all, complaint) => {
    const faults = await faultsOf(role(service, ['none:None', ...all.slice(0, -1)]), resource);

    expect(faults).toContain(`${complaint}: User: arn:aws:sts::000000000000:assumed-role/role/role `);
    expect(faults).toContain(`is not authorized to perform: ${all.at(-1)} `);
  });

  it.each<[string, string, Resources, string[]]>([
    ['a traced function', lambda, traced, ['xray:PutTraceSegments']],
    ['a logging state machine', states, logging, LOGGING],
    ['the API Gateway account', apigateway, account, ACCOUNT],
  ])('does for %s with everything it is asked for', async (_what, service, resource, actions) => {
    expect(await load(role(service, actions), resource)).toHaveLength(1);
  });

  it('fails for a schedule when it trusts the workflow’s service only', async () => {
    const target = { arn: '${aws_sfn_state_machine.workflow.arn}', role_arn: arn };
    const schedule = { name: 's', schedule_expression: 'rate(1 minute)', target };
    const faults = await faultsOf(role(states, LOGGING), logging, { aws_scheduler_schedule: { schedule } });

    expect(faults).toContain(
      'must allow AWS EventBridge Scheduler to assume the role.: User: scheduler.amazonaws.com is not authorized',
    );
  });
});

describe('the policy in a resource', () => {
  const denial = (action: string, resource: string, region = 'eu-west-1') => {
    const service = action.split(':')[0] as 'sqs' | 'secretsmanager';
    const caller = { principal: 's3.amazonaws.com' };
    try {
      services.iam.authorize({ region, service, action, resource, caller });
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const Principal = { Service: 's3.amazonaws.com' };

  it('counts for a queue', async () => {
    const queue = 'arn:aws:sqs:eu-west-1:000000000000:q';
    const policy = document({ Principal, Action: 'sqs:SendMessage', Resource: queue });
    await load({ aws_sqs_queue: { q: { name: 'q', policy }, other: { name: 'other' } } });

    expect(denial('sqs:SendMessage', queue)).toBeUndefined();
    expect(denial('sqs:SendMessage', queue.replace(/q$/, 'other'))).toContain('not authorized');
  });

  it('counts for a secret and its replicas', async () => {
    const policy = document({ Principal, Action: 'secretsmanager:GetSecretValue', Resource: '*' });
    await load({
      aws_secretsmanager_secret: {
        tokens: { name: 'tokens', policy, replica: [{ region: 'us-east-1' }] },
        other: { name: 'other', replica: [{ region: 'us-east-1' }] },
      },
    });
    const arnOf = (name: string, region: string) => {
      const secret = services.secretsmanager.secretOf(region, name);
      return services.secretsmanager.arnIn(region, secret!);
    };

    for (const region of ['eu-west-1', 'us-east-1']) {
      expect(denial('secretsmanager:GetSecretValue', arnOf('tokens', region), region)).toBeUndefined();
      expect(denial('secretsmanager:GetSecretValue', arnOf('other', region), region)).toBeDefined();
    }
  });
});
