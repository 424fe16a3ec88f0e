import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { parseReferencePath } from '../states/reference-path';
import { requireEventBus } from './require-event-bus';

/** `aws_cloudwatch_event_target`: a state machine that a rule starts. */
export const awsCloudwatchEventTarget: ResourceType<Services> = {
  type: 'aws_cloudwatch_event_target',
  attributes: {
    rule: 'served',
    event_bus_name: 'served',
    target_id: 'served',
    arn: 'served',
    role_arn: 'served',
    input_path: 'served',
    'retry_policy.maximum_event_age_in_seconds': { inert: 'a local start ends before the least age is over' },
    'retry_policy.maximum_retry_attempts': {
      inert: 'a target that is down is tried again until the cloud stops',
    },
  },
  create({ region, attributes }, { events, iam, states }) {
    const {
      arn,
      role_arn: roleArn,
      input_path: inputPath,
      rule: ruleName,
      target_id: id,
    } = attributes as Record<string, string>;
    const bus = requireEventBus(events, region, attributes.event_bus_name);
    const rule = bus.rules.get(String(ruleName));
    if (!rule) {
      throw new Error(`rule: ${ruleName} does not exist on ${bus.name}`);
    }
    if (!arn || !states.executionsOf(arn)) {
      throw new Error(`arn: ${arn} is no state machine of the local cloud`);
    }
    if (!roleArn || !iam.hasRole(roleArn)) {
      throw new Error(`role_arn: ${roleArn} does not exist`);
    }
    if (inputPath !== undefined && !parseReferencePath(inputPath)) {
      throw new Error(`input_path: received ${inputPath}, served are paths such as $.detail`);
    }
    const targetId = String(id ?? arn);
    const ruleArn = events.ruleArn(region, bus.name, rule.name);
    rule.targets.push({ id: targetId, arn, roleArn, ruleArn, inputPath });
    return { id: `${bus.name}-${rule.name}-${targetId}`, arn };
  },
};
