import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { DESCRIPTION, TAGS } from './checks';
import { withPolicy } from './with-policy';

/** `aws_iam_role`: the identity that calls carry. */
export const awsIamRole: ResourceType<Services> = {
  type: 'aws_iam_role',
  attributes: {
    name: 'served',
    assume_role_policy: 'served',
    description: DESCRIPTION,
    tags: TAGS,
  },
  create({ attributes }, { iam }) {
    const name = String(attributes.name);
    const { arn } = iam.createRole(name);
    withPolicy('assume_role_policy', () =>
      iam.updateAssumeRolePolicy(arn, String(attributes.assume_role_policy)),
    );
    return { id: name, arn, unique_id: name };
  },
};
