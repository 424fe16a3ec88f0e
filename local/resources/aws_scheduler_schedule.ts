import type { ResourceType } from '../core/resource-type';
import { assumptionOf, type Schedule } from '../scheduler/schedule-runner';
import { ratePeriodSeconds } from '../scheduler/rate';
import type { Services } from '../services';
import { DESCRIPTION, oneOf } from './checks';
import { requireAssumable } from './require-permission';
import { soleBlock } from './sole-block';
import { within } from './within';

/** `aws_scheduler_schedule`: starts a state machine at a fixed rate, the first time at once. */
export const awsSchedulerSchedule: ResourceType<Services> = {
  type: 'aws_scheduler_schedule',
  attributes: {
    name: 'served',
    description: DESCRIPTION,
    schedule_expression: 'served',
    state: oneOf('ENABLED', 'DISABLED'),
    'flexible_time_window.mode': oneOf('OFF'),
    'target.arn': 'served',
    'target.role_arn': 'served',
    'target.input': 'served',
    'target.retry_policy.maximum_retry_attempts': 'served',
    'target.retry_policy.maximum_event_age_in_seconds': {
      inert: 'starts are never late here: a retry comes within seconds, and the next period tries afresh',
    },
  },
  async create({ region, attributes }, services) {
    const { cloud, iam, states, scheduler } = services;
    const name = String(attributes.name);
    const target = soleBlock(attributes.target);
    const stateMachineArn = String(target.arn);
    const roleArn = String(target.role_arn);
    if (!states.executionsOf(stateMachineArn)) {
      throw new Error(`target.arn: ${stateMachineArn} is no state machine of the local cloud`);
    }
    if (!iam.hasRole(roleArn)) {
      throw new Error(`target.role_arn: ${roleArn} does not exist`);
    }
    const periodSeconds = ratePeriodSeconds(String(attributes.schedule_expression));
    if (periodSeconds === undefined) {
      throw new Error(`schedule_expression: received ${attributes.schedule_expression}, served is rate(…)`);
    }
    const retry = soleBlock(target.retry_policy);
    const arn = `arn:${cloud.partition}:scheduler:${region}:${cloud.accountId}:schedule/default/${name}`;
    const schedule: Schedule = {
      name,
      arn,
      region,
      periodSeconds,
      enabled: attributes.state !== 'DISABLED',
      target: {
        stateMachineArn,
        roleArn,
        input: String(target.input ?? '{}'),
        maxRetryAttempts: within(retry, 'maximum_retry_attempts', 0, 185, 185),
      },
    };
    const complaint =
      'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';
    await requireAssumable(services, assumptionOf(schedule), complaint);
    scheduler.createSchedule(schedule);
    return { id: `default/${name}`, name, arn };
  },
};
