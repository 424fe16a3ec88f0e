import { GetRolePolicyCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { CENTRAL, type Deployment } from '../helpers/deployment';
import { argumentsOf, readStack } from '../helpers/stack-json';

interface Statement {
  Principal: { Service: string };
  Action: string | string[];
}

/** The roles of a stack, as IAM tells of them. */
export function describeRoles(deployment: () => Deployment, region: string, stack: string): void {
  // IAM is global; the names carry the region.
  const iam = () => deployment().in(CENTRAL).iam;
  const prefix = `pillarbox-${region}-`;
  const roles = async () => {
    const { Roles = [] } = await iam().send(new ListRolesCommand({ MaxItems: 1000 }));
    return Roles.filter(({ RoleName }) => RoleName?.startsWith(prefix));
  };
  const synthesized = (type: string) => argumentsOf(readStack(deployment().project, stack), type);

  it('has a role for each purpose, which only its service assumes', async () => {
    const found = (await roles()).map((role) => [
      role.RoleName,
      serviceOf(decodeURIComponent(role.AssumeRolePolicyDocument!)),
    ]);

    const expected = synthesized('aws_iam_role').map((of) => [
      of.name,
      serviceOf(String(of.assume_role_policy)),
    ]);
    expect(expected).not.toEqual([]);
    expect(found.sort()).toEqual(expected.sort());
  });

  it('allows its roles what the stack says, no action by a wildcard', async () => {
    const found: string[] = [];
    for (const { RoleName } of await roles()) {
      const policy = await iam().send(new GetRolePolicyCommand({ RoleName, PolicyName: 'permissions' }));
      found.push(actionsIn(decodeURIComponent(policy.PolicyDocument!)));
    }

    const expected = synthesized('aws_iam_role_policy').map(({ policy }) => actionsIn(String(policy)));
    expect(found.sort()).toEqual(expected.sort());
    expect(found.join()).not.toContain('*');
  });
}

const statementsIn = (policy: string) => (JSON.parse(policy) as { Statement: Statement[] }).Statement;

const serviceOf = (trust: string) =>
  statementsIn(trust)
    .map(({ Principal }) => Principal.Service)
    .join();

const actionsIn = (policy: string) =>
  statementsIn(policy)
    .flatMap(({ Action }) => Action)
    .join(' ');
