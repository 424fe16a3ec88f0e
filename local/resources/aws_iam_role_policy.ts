import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { withPolicy } from './with-policy';

/** `aws_iam_role_policy`: what a role may do. */
export const awsIamRolePolicy: ResourceType<Services> = {
  type: 'aws_iam_role_policy',
  attributes: {
    name: 'served',
    role: 'served',
    policy: 'served',
  },
  create({ attributes }, { iam }) {
    const [role, name] = [String(attributes.role), String(attributes.name)];
    withPolicy('policy', () => iam.putRolePolicy(role, name, String(attributes.policy)));
    return { id: `${role}:${name}` };
  },
};
