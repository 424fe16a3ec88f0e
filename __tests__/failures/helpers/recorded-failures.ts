import type { Deployment } from '../../e2e/helpers/deployment';

/** What Fail logged of a capture. */
export interface LoggedFailure {
  /** 0 when Claim itself had failed. */
  attempt: unknown;
  outcome: unknown;
  error: unknown;
}

/** What Fail did for a capture, oldest first. */
export async function failuresOf(deployment: Deployment, id: string): Promise<LoggedFailure[]> {
  const lines = await deployment.logs('fail');
  return lines
    .filter((line) => line.message === 'fail' && line.id === id)
    .map(({ attempt, outcome, error }) => ({ attempt, outcome, error }));
}

/** Why lanes stopped at a capture, oldest first. */
export async function troubleOf(deployment: Deployment, id: string): Promise<string[]> {
  const lines = await deployment.logs('drain-lane');
  return lines
    .filter((line) => line.message === 'infrastructure error' && line.id === id)
    .map(({ reason }) => String(reason));
}
