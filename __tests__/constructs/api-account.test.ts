import { reference, resource, synth } from '../helpers/synth';

const account = (overrides: Record<string, unknown> = {}) => {
  const stack = synth(overrides)['ingest-eu-west-2']!;
  return { stack, args: resource(stack, 'aws_api_gateway_account') };
};

it('has API Gateway write logs with a role of the region', () => {
  const { stack, args } = account();

  expect(args).toMatchObject({
    cloudwatch_role_arn: reference(stack, 'aws_iam_role', { name: 'pillarbox-eu-west-2-api-logs' }, 'arn'),
  });
});

it.each([
  [undefined, undefined],
  ['retain', undefined],
  ['destroy', true],
])('with removal %s has reset_on_delete %s', (removal, expected) => {
  expect(account(removal ? { removal } : {}).args.reset_on_delete).toBe(expected);
});
