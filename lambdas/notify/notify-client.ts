import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { parseCaptureId } from '../../contracts/capture';
import type { NotifyRequest, NotifyResult, ProcessingInput } from '../../contracts/processing';
import type { CaptureRecord } from '../../contracts/record';
import type { Clock } from '../shared/clock';
import { type RecordsTable, readRecord } from '../shared/read-record';
import type { RegionalS3 } from '../shared/regional-s3';
import { answersTo } from './answer';
import type { PostAnswer } from './connections';
import { firstRecord } from './first-record';
import { readMessage } from './read-message';

/** What answering a client works with. */
export interface NotifyDependencies {
  table: RecordsTable;
  s3: RegionalS3;
  post: PostAnswer;
  clock: Clock;
}

/*
 *     terminal write ──► post ──► note in the record ──► the lane deletes the message
 *
 * A crash before the note leaves the message, whose next delivery finds the record terminal and the client not answered: it is
 * answered (again, if the crash came after the post). A crash after the note: the client has been answered, and is not again.
 */

/**
 * Tells the client of a WebSocket message how that has ended, on its own connection.
 * @param until epoch ms until which the first of two equal messages is waited for
 */
export async function notifyClient(
  { capture }: NotifyRequest,
  until: number,
  deps: NotifyDependencies,
): Promise<NotifyResult> {
  const record = await readRecord(deps.table, capture.id);
  if (!record || !hasEnded(record, capture) || isAnswered(record)) return { outcome: 'NOTHING' };
  const stored = await readMessage(capture, deps.s3);
  if (!stored) return { outcome: 'NOTHING' };
  const read = (id: string) => readRecord(deps.table, id);
  const first = await firstRecord(record, until, { readRecord: read, clock: deps.clock });
  const { connectionId } = stored.address;
  const { requestId } = parseCaptureId(capture.id);
  const texts = answersTo({ connectionId, requestId, message: stored.text, record, first });
  const outcome = await deps.post(stored.address, texts);
  await note(record, deps.table);
  return { outcome };
}

/** For good, or until somebody moves it back from the error queue. */
function hasEnded({ final, status, attempts }: CaptureRecord, { maxAttempts }: ProcessingInput): boolean {
  return final === true || (status === 'FAILED' && attempts >= maxAttempts);
}

/** An answer before further attempts was another one. */
const isAnswered = ({ answered = 0, attempts }: CaptureRecord) => answered >= attempts;

/** Notes that the client has its answer, unless the record has moved on. */
async function note({ id, attempts }: CaptureRecord, { client, name }: RecordsTable): Promise<void> {
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: name,
        Key: { id: { S: id } },
        UpdateExpression: 'SET #answered = :attempts',
        ConditionExpression: '#attempts = :attempts',
        ExpressionAttributeNames: { '#answered': 'answered', '#attempts': 'attempts' },
        ExpressionAttributeValues: { ':attempts': { N: String(attempts) } },
      }),
    );
  } catch (thrown) {
    if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
  }
}
