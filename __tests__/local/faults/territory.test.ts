import { territoriesOf } from '../../../local/faults/territory';
import type { LoadedStack } from '../../../local/load/load-stacks';

const REGION = 'eu-west-1';
const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:000000000000:${rest}`;
const stack = (name: string, resources: [type: string, attributes: object][]): LoadedStack => ({
  name,
  region: REGION,
  outputs: {},
  resources: resources.map(([type, attributes]) => ({
    address: '',
    type,
    region: REGION,
    folder: '',
    attributes: { ...attributes },
  })),
});

/** The centre in the region of an ingest stack. */
const shared = territoriesOf([
  stack('central', [
    ['aws_dynamodb_table', { arn: arn('dynamodb', 'table/records') }],
    ['aws_lambda_function', { arn: arn('lambda', 'function:lane') }],
    ['aws_sfn_state_machine', { arn: arn('states', 'stateMachine:drain') }],
    ['aws_iam_role', { arn: 'arn:aws:iam::000000000000:role/lane' }],
    ['aws_cloudwatch_log_group', { arn: arn('logs', 'log-group:/aws/lambda/lane') }],
  ]),
  stack('ingest', [
    ['aws_lambda_function', { arn: arn('lambda', 'function:authorizer') }],
    ['aws_sqs_queue', { arn: arn('sqs', 'captures') }],
    ['aws_s3_bucket', { arn: 'arn:aws:s3:::captures' }],
    [
      'aws_api_gateway_stage',
      { arn: 'arn:aws:apigateway:eu-west-1::/restapis/x/stages/beta', stage_name: 'beta' },
    ],
    ['aws_cloudwatch_log_group', { arn: arn('logs', 'log-group:/aws/lambda/lane-2') }],
    ['aws_cloudwatch_event_target', { arn: arn('states', 'stateMachine:drain') }],
  ]),
]);
const holder = (service: string, resource?: string, region = REGION) =>
  [...shared].filter(([, holds]) => holds({ region, service, resource })).map(([name]) => name);

it.each([
  ['dynamodb', arn('dynamodb', 'table/records')],
  ['dynamodb', arn('dynamodb', 'table/records/index/attention')],
  ['dynamodb', undefined],
  ['lambda', arn('lambda', 'function:lane')],
  ['states', arn('states', 'express:drain:name:id')],
  ['states', '*'],
  ['logs', arn('logs', 'log-group:/aws/lambda/lane:log-stream:x')],
])('the centre holds %s %s', (service, resource) => {
  expect(holder(service, resource)).toEqual(['central']);
});

it.each([
  ['sqs', arn('sqs', 'captures')],
  ['s3', 'arn:aws:s3:::captures/captures/key'],
  ['lambda', arn('lambda', 'function:authorizer')],
  ['execute-api', '/eu-west-1/beta'],
  ['logs', arn('logs', 'log-group:/aws/lambda/lane-2:log-stream:x')],
])('its neighbour in the region keeps %s %s', (service, resource) => {
  expect(holder(service, resource)).toEqual(['ingest']);
});

it.each([
  ['lambda', undefined, REGION],
  ['lambda', arn('lambda', 'function:else'), REGION],
  ['sts', 'arn:aws:iam::000000000000:role/lane', REGION],
  ['dynamodb', undefined, 'us-east-1'],
])('nobody holds %s %s in %s', (service, resource, region) => {
  expect(holder(service, resource, region)).toEqual([]);
});

it('an execution belongs to the stack of its state machine where both have some', () => {
  const both = territoriesOf([
    stack('a', [['aws_sfn_state_machine', { arn: arn('states', 'stateMachine:one') }]]),
    stack('b', [['aws_sfn_state_machine', { arn: arn('states', 'stateMachine:two') }]]),
  ]);
  const place = { region: REGION, service: 'states', resource: arn('states', 'execution:one:name') };
  expect([...both].map(([, holds]) => holds(place))).toEqual([true, false]);
});
