import type { Deployment } from '../helpers/deployment';
import { findResource, scratchStack } from '../helpers/scratch-stack';
import type { StackJson } from '../helpers/stack-json';

const STACK = 'ingest-eu-west-2';
/** Time-out of one Terraform command, seconds. The provider tries a role for five minutes: it may be new. */
const LIMIT_SECONDS = 360;

/** What Terraform said to a broken stack, and the address that it must have named. */
export interface Refusal {
  address: string;
  printed: string;
}

/**
 * Starts to deploy a function whose role does not exist. The provider takes five minutes to give up, so this runs
 * beside everything else and is awaited at the end.
 */
export function deployWithoutRole(deployment: Deployment): Promise<Refusal> {
  return refusal(deployment, ['apply', '-auto-approve', '-input=false', '-no-color'], (json) => {
    const fn = findResource(json, 'aws_lambda_function', 'pillarbox-authorizer');
    const { runtime, handler, filename, description } = fn.args;
    const role = 'arn:aws:iam::123456789012:role/nobody';
    const code = `${deployment.project.stackFolder(STACK)}/${filename}`;
    const args = { function_name: 'broken', runtime, handler, description, role, filename: code };
    json.resource = { aws_lambda_function: { [fn.address.split('.')[1]!]: args } };
    return fn.address;
  });
}

/** Mistakes in a stack are found, and the resource is named. */
export function describeBrokenStacks(deployment: () => Deployment, roleless: () => Promise<Refusal>): void {
  const validate = (change: (json: StackJson) => string) =>
    refusal(deployment(), ['validate', '-no-color'], change);

  it('fails for an attribute out of its range', async () => {
    const { address, printed } = await validate((json) => {
      const queue = findResource(json, 'aws_sqs_queue', 'pillarbox-captures');
      // SQS allows 12 hours.
      queue.args.visibility_timeout_seconds = 43_201;
      return queue.address;
    });

    expect(printed).toContain(
      'expected visibility_timeout_seconds to be in the range (0 - 43200), got 43201',
    );
    expect(printed).toContain(address);
  });

  it('fails for resources that need one another', async () => {
    const { address, printed } = await validate((json) => {
      const queue = findResource(json, 'aws_sqs_queue', 'pillarbox-captures');
      const errors = findResource(json, 'aws_sqs_queue', 'pillarbox-captures-errors');
      errors.args.depends_on = [queue.address];
      return errors.address;
    });

    expect(printed).toContain('Cycle:');
    expect(printed).toContain(address);
  });

  it('fails for a role that no stack makes', async () => {
    const { address, printed } = await roleless();

    expect(printed).toContain('The role defined for the function cannot be assumed by Lambda');
    expect(printed).toContain(address);
  });
}

/** Has Terraform refuse a changed copy of a stack. @param change edits the copy and tells which resource it broke */
async function refusal(
  { project }: Deployment,
  args: string[],
  change: (json: StackJson) => string,
): Promise<Refusal> {
  let address = '';
  const { folder, remove } = await scratchStack(project, STACK, (json) => {
    address = change(json);
  });
  try {
    return { address, printed: await project.failingTerraform(folder, args, LIMIT_SECONDS) };
  } finally {
    remove();
  }
}
