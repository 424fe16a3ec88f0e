import type { IamService } from '../iam/service';

/**
 * The service-linked role by which replicas follow their table, and what it may do to items. DynamoDB creates it with the first global
 * table of an account (Amazon DynamoDB Developer Guide, "DynamoDB global tables security").
 */
const NAME = 'AWSServiceRoleForDynamoDBReplication';
const PATH = 'aws-service-role/replication.dynamodb.amazonaws.com/';
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
      Resource: '*',
    },
  ],
};

/** The ARN of that role. */
export const replicationRoleArn = (partition: string, accountId: string) =>
  `arn:${partition}:iam::${accountId}:role/${PATH}${NAME}`;

/** Creates the role, unless the account has it. */
export function createReplicationRole(iam: IamService, arn: string): void {
  if (iam.hasRole(arn)) return;
  iam.createRole(NAME, PATH);
  iam.putRolePolicy(NAME, 'DynamoDBReplicationServiceRolePolicy', JSON.stringify(POLICY));
}
