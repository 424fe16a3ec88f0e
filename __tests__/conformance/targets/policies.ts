/** One statement as a policy document. */
const policyOf = (statement: Record<string, unknown>): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

/** Who may assume the roles of fixtures. */
export const ASSUME_ROLE_POLICY = policyOf({
  Action: 'sts:AssumeRole',
  Principal: { Service: ['states.amazonaws.com', 'events.amazonaws.com', 'apigateway.amazonaws.com'] },
});

/** What workflows, rules and APIs of fixtures do. */
export const ROLE_POLICY = policyOf({
  Action: ['dynamodb:UpdateItem', 'states:StartExecution', 's3:PutObject'],
  Resource: '*',
});

/** Lets S3 send the events of a bucket to a queue. */
export const sendPolicy = (queueArn: string, bucketArn: string): string =>
  policyOf({
    Action: 'sqs:SendMessage',
    Principal: { Service: 's3.amazonaws.com' },
    Resource: queueArn,
    Condition: { ArnLike: { 'aws:SourceArn': bucketArn } },
  });
