import { AwsError } from '../core/aws-error';
import { MAX_DATA_BYTES } from './state-machine';

/** Characters that no execution name may have. Source: Step Functions API reference, StartExecution. */
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/]/;
const MAX_NAME_LENGTH = 80;

/** @throws AwsError `InvalidName` */
export function checkName(name: string | undefined): void {
  if (name !== undefined && (name === '' || name.length > MAX_NAME_LENGTH || FORBIDDEN.test(name))) {
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  }
}

/** @throws AwsError `ValidationException` above 262,144 bytes, `InvalidExecutionInput` when it is no JSON */
export function checkInput(input: string | undefined): void {
  if (input === undefined) {
    return;
  }
  if (Buffer.byteLength(input) > MAX_DATA_BYTES) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${MAX_DATA_BYTES}`,
    );
  }
  try {
    JSON.parse(input);
  } catch (error) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${error}'`);
  }
}
