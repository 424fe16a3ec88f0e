import { join } from 'node:path';
import type { ResourceType, Treatment } from '../core/resource-type';
import type { Services } from '../services';
import { DESCRIPTION, oneOf, TAGS } from './checks';
import { requireActions, requireAssumable } from './require-permission';
import { required } from './required';
import { soleBlock } from './sole-block';
import { variablesOf } from './variables';

/** Limits: AWS Lambda Developer Guide, "Lambda quotas". */
const between = (min: number, max: number, unit: string): Treatment => ({
  checked: `is a whole number between ${min} and ${max} ${unit}`,
  check: (value) =>
    Number.isInteger(Number(value)) && Number(value) >= min && Number(value) <= max
      ? undefined
      : `received ${value}, allowed is ${min}–${max} ${unit}`,
});

/** `aws_lambda_function`: code that runs in workers of its own. */
export const awsLambdaFunction: ResourceType<Services> = {
  type: 'aws_lambda_function',
  attributes: {
    function_name: 'served',
    description: DESCRIPTION,
    role: 'served',
    runtime: {
      checked: 'is a Node.js runtime; the Node.js that runs the local cloud runs the code',
      check: (value) =>
        /^nodejs\d+\.x$/.test(String(value)) ? undefined : `received ${value}, allowed is nodejs…`,
    },
    architectures: { inert: 'JavaScript runs on this machine whatever its architecture' },
    handler: 'served',
    filename: 'served',
    source_code_hash: { inert: 'tells Terraform alone whether to upload' },
    memory_size: between(128, 10_240, 'MB'),
    timeout: between(1, 900, 'seconds'),
    reserved_concurrent_executions: 'served',
    'environment.variables': 'served',
    'tracing_config.mode': {
      inert: 'the local cloud has no traces; the permission to write them is asked for, as on AWS',
    },
    'logging_config.log_format': oneOf('JSON', 'Text'),
    'logging_config.log_group': 'served',
    tags: TAGS,
  },
  async create({ region, folder, attributes }, services) {
    const { cloud, iam, lambda } = services;
    const role = String(attributes.role);
    if (!iam.hasRole(role)) throw new Error(`role: ${role} does not exist`);
    await tryRole(services, region, role, soleBlock(attributes.tracing_config).mode === 'Active');
    const name = required(attributes, 'function_name');
    const logging = soleBlock(attributes.logging_config);
    const arn = lambda.arnOf(region, name);
    const reserved = attributes.reserved_concurrent_executions as number | undefined;
    lambda.createFunction(
      {
        region,
        name,
        arn,
        roleArn: role,
        handler: String(attributes.handler),
        runtime: String(attributes.runtime),
        environment: variablesOf(soleBlock(attributes.environment).variables),
        timeoutSeconds: Number(attributes.timeout ?? 3),
        memoryMb: Number(attributes.memory_size ?? 128),
        // Terraform writes "no reservation" as -1.
        reservedConcurrency: reserved === -1 ? undefined : reserved,
        logGroup: String(logging.log_group ?? `/aws/lambda/${name}`),
        logFormat: logging.log_format === 'JSON' ? 'JSON' : 'Text',
      },
      join(folder, String(attributes.filename)),
    );
    const path = `lambda:path/2015-03-31/functions/${arn}/invocations`;
    return {
      id: name,
      arn,
      invoke_arn: `arn:${cloud.partition}:apigateway:${region}:${path}`,
      qualified_arn: `${arn}:$LATEST`,
      version: '$LATEST',
    };
  },
};

/** What Lambda tries out before it creates a function. Texts: as CreateFunction answers. */
async function tryRole(services: Services, region: string, roleArn: string, tracing: boolean): Promise<void> {
  const service = 'lambda.amazonaws.com';
  await requireAssumable(
    services,
    { region, roleArn, service },
    'The role defined for the function cannot be assumed by Lambda.',
  );
  if (!tracing) return;
  const actions = ['xray:PutTraceSegments'];
  const complaint = 'The provided execution role does not have permissions to call PutTraceSegments on XRAY';
  await requireActions(services, { region, service: 'xray', roleArn, actions, complaint });
}
