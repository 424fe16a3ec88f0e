import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { oneOf, TAGS } from './checks';

const LOGGING =
  'executions, with input, output and cause, are answered by ListExecutions and DescribeExecution';

/** `aws_sfn_state_machine`: runs the definition as it is. */
export const awsSfnStateMachine: ResourceType<Services> = {
  type: 'aws_sfn_state_machine',
  attributes: {
    name: 'served',
    definition: 'served',
    role_arn: 'served',
    type: oneOf('EXPRESS', 'STANDARD'),
    'logging_configuration.level': { inert: LOGGING },
    'logging_configuration.include_execution_data': { inert: LOGGING },
    'logging_configuration.log_destination': { inert: LOGGING },
    'tracing_configuration.enabled': { inert: 'the local cloud has no traces' },
    tags: TAGS,
  },
  create({ region, attributes }, { iam, states }) {
    const roleArn = String(attributes.role_arn);
    if (!iam.hasRole(roleArn)) {
      throw new Error(`role_arn: ${roleArn} does not exist`);
    }
    const name = String(attributes.name);
    const type = attributes.type === 'EXPRESS' ? 'EXPRESS' : 'STANDARD';
    const definition = String(attributes.definition);
    const { arn } = states.createStateMachine(region, { name, type, roleArn, definition });
    return { id: arn, arn, name };
  },
};
