import { randomUUID } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { captureBucketName, processingStateMachineName } from '../../../contracts/naming';
import { captureId, captureKey, METADATA } from '../../../contracts/capture';
import { type Deployment, eventually } from './deployment';

/** Puts a job as the jobs API's integration does, and answers with its id. */
export async function putJob(
  deployment: Deployment,
  region: string,
  order: object,
  idempotencyKey?: string,
): Promise<string> {
  const parts = { channel: 'jobs', principal: 'local', requestId: `${randomUUID()}=` };
  const body = JSON.stringify(order);
  await deployment.s3(region).send(
    new PutObjectCommand({
      Bucket: captureBucketName('e2e', '000000000000', region),
      Key: captureKey(parts),
      Body: body,
      ContentType: 'application/json',
      Metadata: {
        [METADATA.channel]: parts.channel,
        [METADATA.principal]: parts.principal,
        [METADATA.sourceIp]: '127.0.0.1',
        [METADATA.receivedAt]: String(Date.now()),
        ...(idempotencyKey !== undefined && { [METADATA.idempotencyKey]: idempotencyKey }),
      },
    }),
  );
  const id = captureId(region, parts.channel, parts.requestId);
  deployment.remember(id, Buffer.from(body));
  return id;
}

/** The executions of a job, in the order of their starts. */
export function jobExecutions({ cloud }: Deployment, id: string) {
  const { states } = cloud.services;
  const name = processingStateMachineName('e2e', 'STANDARD');
  const machine = states.machinesIn('eu-west-1').find(({ settings }) => settings.name === name);
  return (states.executionsOf(machine?.arn ?? '')?.list() ?? [])
    .filter(({ input }) => (JSON.parse(input) as { id: string }).id === id)
    .reverse();
}

/** The first execution of a job, once it is there. */
export function executionOfJob(deployment: Deployment, id: string) {
  return eventually(`an execution of ${id}`, async () => jobExecutions(deployment, id)[0]);
}

/** The record of a job that has used up its attempts, once its copy is in the error queue. */
export function exhaustedJob(deployment: Deployment, id: string) {
  return deployment.recordWhen(
    id,
    ({ status, final, unfinished }) => status === 'FAILED' && !final && unfinished === undefined,
  );
}
