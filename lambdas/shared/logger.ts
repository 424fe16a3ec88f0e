import { Logger } from '@aws-lambda-powertools/logger';

/** What the logic may log with. Payloads, tokens and secrets never are logged. */
export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

/** Structured lines on standard output; `function` says who wrote them (Lambda sets that variable itself). */
export const logger: Log = new Logger({
  serviceName: 'pillarbox',
  persistentKeys: { function: process.env.AWS_LAMBDA_FUNCTION_NAME },
});
