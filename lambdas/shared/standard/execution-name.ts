import { createHash } from 'node:crypto';

/** Longest name of an execution, characters (Step Functions API reference, StartExecution). */
const MAX_NAME_LENGTH = 80;

/** What no name of an execution may hold (Step Functions API reference, StartExecution). */
const ILLEGAL = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;

/**
 * Name of the n-th execution of a capture: `<id>.<n>`. An id that is too long or has characters that Step Functions refuses,
 * which API Gateway makes none of, is replaced by its SHA-256.
 */
export function executionName(id: string, run: number): string {
  const name = `${id}.${run}`;
  if (name.length <= MAX_NAME_LENGTH && !ILLEGAL.test(name)) return name;
  return `${createHash('sha256').update(id).digest('hex')}.${run}`;
}

/** `arn:…:stateMachine:<machine>` and a name → `arn:…:execution:<machine>:<name>`, which is `$$.Execution.Id`. */
export function executionArn(stateMachineArn: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** The name in an execution's ARN. */
export function executionNameOf(arn: string): string {
  return arn.split(':').slice(7).join(':');
}
