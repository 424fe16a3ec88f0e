import validateAsl from 'asl-validator';
import { answered, json, jsonBody, type Mend, operationOf, regionOf } from '../mend';

/** Step Functions' check of a definition, which the provider asks for before it plans. */
export function validateDefinition(): Mend {
  return {
    name: 'states: ValidateStateMachineDefinition',
    reason: 'moto has no such operation; asl-validator judges the definition in its place',
    answer(request) {
      if (operationOf(request) !== 'AWSStepFunctions.ValidateStateMachineDefinition') return undefined;
      const { definition } = json<{ definition: string }>(request);
      const { isValid, errors } = validateAsl(JSON.parse(definition));
      const diagnostics = errors.map((error) => ({
        severity: 'ERROR',
        code: 'SCHEMA_VALIDATION_FAILED',
        message: JSON.stringify(error),
      }));
      return answered({ result: isValid ? 'OK' : 'FAIL', diagnostics, truncated: false });
    },
  };
}

/** Versions of a state machine, which the provider lists when it reads one. */
export function listVersions(): Mend {
  return {
    name: 'states: ListStateMachineVersions',
    reason: 'moto has no such operation; the stacks publish no versions, so the list is empty',
    answer: (request) =>
      operationOf(request) === 'AWSStepFunctions.ListStateMachineVersions'
        ? answered({ stateMachineVersions: [] })
        : undefined,
  };
}

/** Whether a state machine is EXPRESS. */
export function stateMachineType(): Mend {
  const remembered = new Map<string, string>();
  return {
    name: 'states: type',
    reason:
      'moto calls every state machine STANDARD; the provider would replace an EXPRESS one with every apply',
    completeReply(request, reply) {
      if (reply.status !== 200) return undefined;
      if (operationOf(request) === 'AWSStepFunctions.CreateStateMachine') {
        const { name, type = 'STANDARD' } = json<{ name: string; type?: string }>(request);
        remembered.set(`${regionOf(request)} ${name}`, type);
      }
      if (operationOf(request) !== 'AWSStepFunctions.DescribeStateMachine') return undefined;
      const answer = json<{ name: string; type: string }>(reply);
      const type = remembered.get(`${regionOf(request)} ${answer.name}`);
      return type === undefined || type === answer.type ? undefined : jsonBody({ ...answer, type });
    },
  };
}
