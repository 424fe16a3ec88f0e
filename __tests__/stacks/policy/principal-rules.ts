import type { Rule } from './rule';
import { type Allowed, allowed, POLICIES, type Statement, serviceOf } from './statements';

/** Services that assume roles without saying for whom, with the reason why that is no danger. */
export const SILENT: Record<string, string> = {
  'apigateway.amazonaws.com': 'takes no role of another account: passing one across accounts is refused',
  'lambda.amazonaws.com': 'takes no role of another account: passing one across accounts is refused',
};

/** Policies of a resource, not of a role. */
const RESOURCE_POLICIES = ['aws_s3_bucket_policy', 'aws_sqs_queue_policy'];

const THIS_ACCOUNT = /^\$\{data\.aws_caller_identity\.\w+\.account_id\}$/;

/** The account itself, whose own permissions say who of it. */
const isThisAccount = ({ Principal }: Statement) =>
  /^\{"AWS":"arn:\$\{data\.aws_partition\.\w+\.partition\}:iam::\$\{data\.aws_caller_identity\.\w+\.account_id\}:root"\}$/.test(
    String(JSON.stringify(Principal)),
  );

const forThisAccount = ({ Condition }: Statement) =>
  THIS_ACCOUNT.test(String(Condition?.StringEquals?.['aws:SourceAccount']));

const forOneResource = ({ Condition }: Statement) =>
  /^[^*?]+$/.test(String(Condition?.ArnLike?.['aws:SourceArn'] ?? ''));

const ofPolicies = (types: string[], name: string, holds: (statement: Statement) => boolean): Rule => ({
  name,
  types,
  faults: (stack) =>
    allowed(stack)
      .filter(({ type, statement }) => types.includes(type) && !holds(statement))
      .map(({ statement }: Allowed) => statement),
});

/**
 * Who is let in, and for whom. A service that acts for anybody is a confused deputy: what it is allowed, any account can
 * have it do (IAM User Guide, "The confused deputy problem").
 */
export const PRINCIPAL_RULES: Rule[] = [
  ofPolicies(
    Object.keys(POLICIES),
    'nobody is let in but services, by name, and this account',
    (statement) =>
      isThisAccount(statement) ||
      /^(undefined|\{"Service":"[a-z\d]+\.amazonaws\.com"\})$/.test(
        String(JSON.stringify(statement.Principal)),
      ),
  ),
  ofPolicies(
    RESOURCE_POLICIES,
    'every service that a resource policy lets in acts for one resource of this account',
    (statement) => forThisAccount(statement) && forOneResource(statement),
  ),
  ofPolicies(
    ['aws_iam_role'],
    'every role is assumed for this account only, where its service says for whom',
    (statement) =>
      isThisAccount(statement) || String(serviceOf(statement)) in SILENT || forThisAccount(statement),
  ),
];
