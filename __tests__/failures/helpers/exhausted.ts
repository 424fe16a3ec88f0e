import { StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import type { Deployment } from '../../e2e/helpers/deployment';
import { errorMessage } from './error-queue';
import { formEncoded, locationOf } from './s3-events';

/** A payload that no attempt completes in one region; in another the first does. */
export const failsIn = (region: string) => JSON.stringify({ end: 'throw', region });

/**
 * A capture that holds its Idempotency-Key, has FAILED all its attempts, and stands in the error queue.
 * @param body what fails three times. @default what always fails there
 */
export async function exhausted(
  deployment: Deployment,
  region: string,
  key: string,
  body = failsIn(region),
): Promise<string> {
  const id = await deployment.capture(region, body, { 'Idempotency-Key': key });
  await deployment.recordWhen(id, ({ status, attempts }) => status === 'FAILED' && attempts === 3);
  await errorMessage(deployment, region, formEncoded(locationOf(id).Key));
  return id;
}

/** Moves everything in the error queue of a region back, as an operator does. */
export async function redrive(deployment: Deployment, region: string): Promise<void> {
  const arn = (queue: string) => `arn:aws:sqs:${region}:000000000000:${queue}`;
  await deployment.sqs(region).send(
    new StartMessageMoveTaskCommand({
      SourceArn: arn('e2e-captures-errors'),
      DestinationArn: arn('e2e-captures'),
    }),
  );
}
