import { type Arguments, json, resources, type SynthesizedStack } from '../../helpers/synth';

/** A statement of a policy, identity, resource or trust. */
export interface Statement {
  Effect: string;
  Principal?: unknown;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
}

/** Where policies stand: by resource type, the argument that holds one as JSON text. */
export const POLICIES: Record<string, string> = {
  aws_iam_role: 'assume_role_policy',
  aws_iam_role_policy: 'policy',
  aws_s3_bucket_policy: 'policy',
  aws_sqs_queue_policy: 'policy',
};

/** Who holds a permission. */
export interface Role {
  /** The service that assumes the role, such as `lambda.amazonaws.com`. */
  service: string;
  /** End of its name, behind the region. */
  purpose: string;
}

/** A statement that allows something, and where it stands. */
export interface Allowed {
  statement: Statement;
  /** Type of the resource whose policy it is part of. */
  type: string;
  /** The role, of an identity policy. */
  role?: Role;
}

/** All statements of a stack that allow something. */
export function allowed(stack: SynthesizedStack): Allowed[] {
  return Object.entries(POLICIES).flatMap(([type, member]) =>
    resources(stack, type).flatMap((of) => {
      const role = type === 'aws_iam_role_policy' ? roleOf(stack, of) : undefined;
      return statements(of, member)
        .filter(({ Effect }) => Effect === 'Allow')
        .map((statement) => ({ statement, type, role }));
    }),
  );
}

/** Statements of one policy. */
export function statements(of: Arguments, member: string): Statement[] {
  return json(of, member).Statement as Statement[];
}

/** A member of a statement that may be one text or several. */
export function list(values: string | string[] = []): string[] {
  return [values].flat();
}

/** The service that a statement lets in, if it is one. */
export function serviceOf({ Principal }: Statement): unknown {
  return (Principal as { Service?: unknown } | undefined)?.Service;
}

/** @throws Error when the policy is not that of a role of its stack */
function roleOf({ terraform }: SynthesizedStack, policy: Arguments): Role {
  const [, id = ''] = /^\$\{aws_iam_role\.([\w-]+)\.name\}$/.exec(String(policy.role)) ?? [];
  const role = terraform.resource.aws_iam_role?.[id];
  if (!role) throw new Error(`${policy.role}: not a role of the stack`);
  const [trust] = statements(role, 'assume_role_policy');
  const [, purpose = ''] = String(role.name).split(`-${terraform.provider.aws[0]?.region}-`);
  return { service: String(trust && serviceOf(trust)), purpose };
}
