import { join } from 'node:path';
import type { ResourceType, Treatment } from '../core/resource-type';
import type { Services } from '../services';
import { DESCRIPTION, oneOf, TAGS } from './checks';
import { soleBlock } from './sole-block';

/** Limits: AWS Lambda Developer Guide, "Lambda quotas". */
const between = (min: number, max: number, unit: string): Treatment => ({
  checked: `is between ${min} and ${max} ${unit}`,
  check: (value) =>
    Number(value) >= min && Number(value) <= max
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
    'tracing_config.mode': { inert: 'the local cloud has no traces' },
    'logging_config.log_format': oneOf('JSON', 'Text'),
    'logging_config.log_group': 'served',
    tags: TAGS,
  },
  create({ region, folder, attributes }, { cloud, iam, lambda }) {
    const role = String(attributes.role);
    if (!iam.hasRole(role)) throw new Error(`role: ${role} does not exist`);
    const name = String(attributes.function_name);
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
        environment: (soleBlock(attributes.environment).variables ?? {}) as Record<string, string>,
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
