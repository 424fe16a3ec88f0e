import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { parseCaptureId } from '../../contracts/capture';
import type { NotifyRequest, NotifyResult, ProcessingInput } from '../../contracts/processing';
import type { CaptureRecord } from '../../contracts/record';
import type { Clock } from '../shared/clock';
import { describeError, InfrastructureError } from '../shared/infrastructure-error';
import { isAnswered } from '../shared/is-answered';
import type { Log } from '../shared/logger';
import { type RecordsTable, readRecord } from '../shared/read-record';
import type { RegionalS3 } from '../shared/regional-s3';
import { answersTo } from './answer';
import type { PostAnswer } from './connections';
import type { NotifyDeadlines } from './deadlines';
import { firstRecord } from './first-record';
import { readMessage } from './read-message';

/** What answering a client works with. */
export interface NotifyDependencies {
  table: RecordsTable;
  s3: RegionalS3;
  post: PostAnswer;
  clock: Clock;
  log: Log;
}

/*
 *     terminal write ──► post ──► note in the record ──► the lane deletes the message
 *
 * A crash before the note leaves the message, whose next delivery finds the record terminal and the client not answered: it is
 * answered (again, if the crash came after the post). A crash after the note: the client has been answered, and is not again.
 */

/**
 * Tells the client of a WebSocket message how that has ended, on its own connection.
 * @throws when the client is not answered, or may not be: another delivery is to try. Not for a note that could not be made, for the
 * message is deleted as well.
 */
export async function notifyClient(
  { capture }: NotifyRequest,
  deadlines: NotifyDeadlines,
  deps: NotifyDependencies,
): Promise<NotifyResult> {
  const record = await readRecord(deps.table, capture.id);
  if (!record || !hasEnded(record, capture) || isAnswered(record)) return { outcome: 'NOTHING' };
  const stored = await readMessage(capture, deps.s3);
  if (!stored) return { outcome: 'NOTHING' };
  const read = (id: string) => readRecord(deps.table, id);
  const first = await firstRecord(record, deadlines.wait, { readRecord: read, clock: deps.clock });
  const { connectionId } = stored.address;
  const { requestId } = parseCaptureId(capture.id);
  const texts = answersTo({ connectionId, requestId, message: stored.text, record, first });
  if (deps.clock.now() > deadlines.begin) throw new InfrastructureError('no time is left to answer');
  const outcome = await deps.post(stored.address, texts, signalAt(deadlines.post, deps.clock));
  await note(record, deadlines.note, deps);
  return { outcome };
}

/** For good, or until somebody moves it back from the error queue. */
function hasEnded({ final, status, attempts }: CaptureRecord, { maxAttempts }: ProcessingInput): boolean {
  return final === true || (status === 'FAILED' && attempts >= maxAttempts);
}

/** Aborts what is begun now when its time is over. */
function signalAt(deadline: number, clock: Pick<Clock, 'now'>): AbortSignal {
  return AbortSignal.timeout(Math.max(0, Math.ceil(deadline - clock.now())));
}

/** Notes that the client has its answer, unless the record has moved on. */
async function note(
  { id, attempts }: CaptureRecord,
  deadline: number,
  { table, clock, log }: NotifyDependencies,
): Promise<void> {
  try {
    await table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: { id: { S: id } },
        UpdateExpression: 'SET #answered = :attempts',
        ConditionExpression: '#attempts = :attempts',
        ExpressionAttributeNames: { '#answered': 'answered', '#attempts': 'attempts' },
        ExpressionAttributeValues: { ':attempts': { N: String(attempts) } },
      }),
      { abortSignal: signalAt(deadline, clock) },
    );
  } catch (thrown) {
    if (thrown instanceof ConditionalCheckFailedException) return;
    log.warn('answer not noted', { id, reason: describeError(thrown) });
  }
}
