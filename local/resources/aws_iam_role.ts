import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { DESCRIPTION, TAGS } from './checks';
import { policyFault } from './policy-document';

/** `aws_iam_role`: the identity that calls carry. */
export const awsIamRole: ResourceType<Services> = {
  type: 'aws_iam_role',
  attributes: {
    name: 'served',
    assume_role_policy: { checked: 'is a policy document', check: policyFault },
    description: DESCRIPTION,
    tags: TAGS,
  },
  create({ attributes }, { iam }) {
    const name = String(attributes.name);
    const { arn } = iam.createRole(name, String(attributes.assume_role_policy));
    return { id: name, arn, unique_id: name };
  },
};
