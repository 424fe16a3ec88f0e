import { webhookPaths } from '../../apis/webhook-paths';

const { '/webhooks/{source}': operations } = webhookPaths({
  invokeArn: 'arn:invoke',
  roleArn: 'arn:role',
}) as Record<string, Record<string, Record<string, unknown>>>;

it('takes webhooks by POST and challenges by GET, nothing else', () => {
  expect(Object.keys(operations ?? {})).toEqual(['post', 'get']);
});

it.each(['post', 'get'])('hands the whole %s to the function, whose verdict is the only one', (verb) => {
  expect(operations?.[verb]?.['x-amazon-apigateway-integration']).toEqual({
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: 'arn:invoke',
    credentials: 'arn:role',
  });
  expect(operations?.[verb]).not.toHaveProperty('security');
});
