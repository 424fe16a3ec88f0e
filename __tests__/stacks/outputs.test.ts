import { reference, synth } from '../helpers/synth';

const stacks = synth();

it('makes a stack for each ingest region, and one for the centre', () => {
  expect(Object.keys(stacks).sort()).toEqual(['central', 'ingest-eu-west-2', 'ingest-us-east-1']);
});

it.each(['eu-west-2', 'us-east-1'])('puts the stack of %s in that region', (region) => {
  expect(stacks[`ingest-${region}`]?.terraform.provider.aws).toEqual([
    { region, default_tags: [{ tags: { pillarbox: 'pillarbox' } }] },
  ]);
});

it('tells of an ingest region its URLs, queues and bucket', () => {
  const stack = stacks['ingest-eu-west-2']!;
  const urlOf = (name: string) => {
    const rest_api_id = reference(stack, 'aws_api_gateway_rest_api', { name }, 'id');
    return reference(stack, 'aws_api_gateway_stage', { rest_api_id }, 'invoke_url');
  };

  expect(stack.terraform.output).toEqual({
    Url: { value: urlOf('pillarbox') },
    JobsUrl: { value: urlOf('pillarbox-jobs') },
    WebSocketUrl: { value: reference(stack, 'aws_apigatewayv2_stage', {}, 'invoke_url') },
    Queue: { value: reference(stack, 'aws_sqs_queue', { name: 'pillarbox-captures' }, 'url') },
    ErrorQueue: { value: reference(stack, 'aws_sqs_queue', { name: 'pillarbox-captures-errors' }, 'url') },
    MessageQueue: { value: reference(stack, 'aws_sqs_queue', { name: 'pillarbox-messages.fifo' }, 'url') },
    MessageErrorQueue: {
      value: reference(stack, 'aws_sqs_queue', { name: 'pillarbox-messages-errors.fifo' }, 'url'),
    },
    BucketName: { value: reference(stack, 'aws_s3_bucket', {}, 'bucket') },
  });
});
