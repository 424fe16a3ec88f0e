import { INFRASTRUCTURE_ERROR } from '../../contracts/errors';

/** Trouble of ours: never counts against a capture. Its name is what Step Functions sees. */
export class InfrastructureError extends Error {
  override readonly name = INFRASTRUCTURE_ERROR;
}

/** `<name>: <message>` of whatever was thrown. */
export function describeError(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : `Error: ${String(thrown)}`;
}

/** Whether an AWS client threw the error of this name; only the name crosses SDK versions. */
export function isNamed(thrown: unknown, name: string): boolean {
  return thrown instanceof Error && thrown.name === name;
}
