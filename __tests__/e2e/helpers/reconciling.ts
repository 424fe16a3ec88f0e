import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { DRAIN_CONTROL_ID } from '../../../contracts/drain-control';
import { drainStateMachineName, functionName, recordsTableName } from '../../../contracts/naming';
import type { ReconcileReport, ReconcileRequest } from '../../../contracts/reconcile';
import type { CaptureRecord } from '../../../contracts/record';
import type { Deployment } from './deployment';

const NAME = 'e2e';
const CENTRAL = 'eu-west-1';
export const OPERATOR = { principal: 'arn:aws:iam::000000000000:root' };

/** Pauses a region and waits until no lane that was started before holds any of its messages. */
export async function holdOff(deployment: Deployment, region: string): Promise<void> {
  await setPaused(deployment, [region]);
  const { states } = deployment.cloud.services;
  const [drain] = states.machinesIn(CENTRAL).filter(({ arn }) => arn.endsWith(drainStateMachineName(NAME)));
  const started = states.executionsOf(drain?.arn ?? '')?.list() ?? [];
  await Promise.all(started.map(({ ended }) => ended));
}

/** Lets every region be drained again. */
export function letGo(deployment: Deployment): Promise<void> {
  return setPaused(deployment, []);
}

async function setPaused({ cloud }: Deployment, regions: string[]): Promise<void> {
  const paused = regions.length > 0 ? { pausedRegions: { SS: regions } } : {};
  const Item = { id: { S: DRAIN_CONTROL_ID }, ...paused };
  const input = { TableName: recordsTableName(NAME), Item };
  await cloud.services.cloud.call(CENTRAL, 'dynamodb', 'PutItem', input, OPERATOR);
}

/** Removes the messages of so many captures from a region's queue, as a purge would; nobody may be draining it. */
export async function loseMessages(deployment: Deployment, region: string, count: number): Promise<void> {
  const QueueUrl = await deployment.queueUrl(region, 'capture');
  const sqs = deployment.sqs(region);
  let lost = 0;
  while (lost < count) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: Math.min(10, count - lost) }),
    );
    if (Messages.length === 0) throw new Error(`there were only ${lost} messages to lose`);
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    // S3's test event, sent when the bucket was set up, may still be there; it names no capture.
    lost += Messages.filter(({ Body }) => Body?.includes('"Records"')).length;
  }
}

/** Goes through a region's bucket step by step, as a person would have it done; objects may be of any age. */
export async function reconcile(
  deployment: Deployment,
  request: ReconcileRequest,
): Promise<Omit<ReconcileReport, 'cursor'>> {
  const { cursor, ...report } = await reconcileStep(deployment, { minAgeSeconds: 0, ...request });
  if (cursor === undefined) return report;
  const rest = await reconcile(deployment, { ...request, cursor });
  return {
    ...report,
    examined: report.examined + rest.examined,
    putBack: report.putBack + rest.putBack,
    exhausted: report.exhausted + rest.exhausted,
  };
}

async function reconcileStep({ cloud }: Deployment, request: ReconcileRequest): Promise<ReconcileReport> {
  const { payload, functionError } = await cloud.services.lambda.invoke({
    region: CENTRAL,
    functionName: functionName(NAME, 'reconcile'),
    payload: JSON.stringify(request),
    caller: OPERATOR,
  });
  if (functionError) throw new Error(payload);
  return JSON.parse(payload);
}

/** A record as far as these tests look at it. */
export type RecordState = Pick<CaptureRecord, 'id' | 'status' | 'attempts'>;

/** Every record of a region. */
export async function recordsOf({ cloud }: Deployment, region: string): Promise<RecordState[]> {
  const records: RecordState[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const page = await cloud.services.cloud.call<ScanPage>(
      CENTRAL,
      'dynamodb',
      'Scan',
      { TableName: recordsTableName(NAME), ExclusiveStartKey },
      OPERATOR,
    );
    for (const { id, status, attempts } of page.Items) {
      if (!id?.S?.startsWith(`${region}.`)) continue;
      records.push({ id: id.S, status: status?.S as RecordState['status'], attempts: Number(attempts?.N) });
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return records;
}

interface ScanPage {
  Items: Record<string, { S?: string; N?: string }>[];
  LastEvaluatedKey?: unknown;
}

/** How often the processor was called, by capture. */
export async function processorCalls(deployment: Deployment): Promise<Map<string, number>> {
  const calls = new Map<string, number>();
  for (const { message, id } of await deployment.logs('process')) {
    if (message === 'processor called') calls.set(String(id), (calls.get(String(id)) ?? 0) + 1);
  }
  return calls;
}
