import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { policyFault } from './policy-document';

/** `aws_iam_role_policy`: what a role may do. */
export const awsIamRolePolicy: ResourceType<Services> = {
  type: 'aws_iam_role_policy',
  attributes: {
    name: 'served',
    role: 'served',
    policy: { checked: 'is a policy document; kept with the role, not evaluated', check: policyFault },
  },
  create({ attributes }, { iam }) {
    const [role, name] = [String(attributes.role), String(attributes.name)];
    iam.putRolePolicy(role, name, String(attributes.policy));
    return { id: `${role}:${name}` };
  },
};
