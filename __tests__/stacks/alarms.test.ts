import { readFileSync } from 'node:fs';
import { reference, resource, resources, synth } from '../helpers/synth';

const stacks = synth();
const QUIET = 'notBreaching';

it.each([
  ['error-queue', 'pillarbox-captures-errors', 'ApproximateNumberOfMessagesVisible', 0],
  ['capture-queue-age', 'pillarbox-captures', 'ApproximateAgeOfOldestMessage', 900],
  ['message-error-queue', 'pillarbox-messages-errors.fifo', 'ApproximateNumberOfMessagesVisible', 0],
  ['message-queue-age', 'pillarbox-messages.fifo', 'ApproximateAgeOfOldestMessage', 900],
])('an ingest region alarms on %s', (subject, queue, metric_name, threshold) => {
  const stack = stacks['ingest-eu-west-2']!;

  expect(
    resource(stack, 'aws_cloudwatch_metric_alarm', { alarm_name: `pillarbox-${subject}` }),
  ).toMatchObject({
    namespace: 'AWS/SQS',
    metric_name,
    dimensions: { QueueName: reference(stack, 'aws_sqs_queue', { name: queue }, 'name') },
    statistic: 'Maximum',
    comparison_operator: 'GreaterThanThreshold',
    threshold,
    period: 60,
    evaluation_periods: 1,
    treat_missing_data: QUIET,
  });
});

it.each([
  ['drain-failed', 'ExecutionsFailed', 'GreaterThanThreshold', 60, 3, QUIET],
  ['drain-timed-out', 'ExecutionsTimedOut', 'GreaterThanThreshold', 60, 3, QUIET],
  ['drain-missing', 'ExecutionsStarted', 'LessThanOrEqualToThreshold', 300, 1, 'breaching'],
])(
  'the centre alarms on %s',
  (subject, metric_name, comparison_operator, period, evaluation_periods, missing) => {
    const stack = stacks.central!;

    expect(
      resource(stack, 'aws_cloudwatch_metric_alarm', { alarm_name: `pillarbox-${subject}` }),
    ).toMatchObject({
      namespace: 'AWS/States',
      metric_name,
      dimensions: {
        StateMachineArn: reference(stack, 'aws_sfn_state_machine', { name: 'pillarbox-drain' }, 'arn'),
      },
      statistic: 'Sum',
      threshold: 0,
      comparison_operator,
      period,
      evaluation_periods,
      treat_missing_data: missing,
    });
  },
);

it('the centre alarms on a sweep that fails five minutes in a row', () => {
  expect(
    resource(stacks.central!, 'aws_cloudwatch_metric_alarm', { alarm_name: 'pillarbox-sweep-failed' }),
  ).toMatchObject({
    namespace: 'AWS/Lambda',
    metric_name: 'Errors',
    dimensions: { FunctionName: 'pillarbox-sweep' },
    statistic: 'Sum',
    threshold: 0,
    comparison_operator: 'GreaterThanThreshold',
    period: 60,
    evaluation_periods: 5,
    treat_missing_data: QUIET,
  });
});

it.each([
  ['reconcile-failed', 'ExecutionsFailed', 'GreaterThanThreshold', 1, QUIET],
  ['reconcile-missing', 'ExecutionsSucceeded', 'LessThanOrEqualToThreshold', 2, 'breaching'],
])('the centre alarms on %s, day by day', (subject, metric_name, comparison_operator, days, missing) => {
  const stack = stacks.central!;

  expect(
    resource(stack, 'aws_cloudwatch_metric_alarm', { alarm_name: `pillarbox-${subject}` }),
  ).toMatchObject({
    namespace: 'AWS/States',
    metric_name,
    dimensions: {
      StateMachineArn: reference(stack, 'aws_sfn_state_machine', { name: 'pillarbox-reconcile' }, 'arn'),
    },
    statistic: 'Sum',
    threshold: 0,
    comparison_operator,
    period: 86_400,
    evaluation_periods: days,
    treat_missing_data: missing,
  });
});

it('every alarm says what it means and where to read on', () => {
  const headings = readFileSync('docs/failure-modes.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('### '))
    .map((line) => line.slice(4).replaceAll(' ', '-'));
  const alarms = Object.values(stacks).flatMap((stack) => resources(stack, 'aws_cloudwatch_metric_alarm'));

  for (const { alarm_name, alarm_description } of alarms) {
    const subject = String(alarm_name).replace('pillarbox-', '');
    expect(alarm_description).toMatch(
      new RegExp(`^[A-Z].*\\. Runbook: docs/failure-modes\\.md#alarm-${subject}$`),
    );
    expect(headings).toContain(`alarm-${subject}`);
  }
  // Every entry is of an alarm, and every alarm was looked at.
  expect(new Set(alarms.map(({ alarm_name }) => String(alarm_name).replace('pillarbox', 'alarm')))).toEqual(
    new Set(headings),
  );
});
