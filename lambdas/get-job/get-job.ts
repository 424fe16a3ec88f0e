import {
  type Channel,
  captureKey,
  MAX_REGION_CHARACTERS,
  MalformedCaptureError,
  MESSAGE_CHANNEL,
  parseCaptureId,
  principalOf,
  REGION_PATTERN,
  REQUEST_ID_PATTERN,
} from '../../contracts/capture';
import type { JobState } from '../../contracts/job-state';
import type { CaptureRecord } from '../../contracts/record';
import type { StoredCapture } from './stored-captures';

/** The channel whose payloads are parameters. */
const JOBS: Channel = 'jobs';

/** Who asks for what. */
export interface JobQuestion {
  id: string;
  /** As API Gateway calls it: {@link principalOf} it are the captures. */
  caller: string;
}

/** What the answer is made from. */
export interface GetJobDependencies {
  /** The record, or undefined; rejects when the table cannot be asked. */
  readRecord: (id: string) => Promise<CaptureRecord | undefined>;
  /** The captured object, or undefined; rejects when the bucket cannot be asked. */
  readCapture: (region: string, key: string, withBody: boolean) => Promise<StoredCapture | undefined>;
}

/**
 * The state of a capture that is the caller's own; undefined when there is none, which is all that anyone learns of the
 * captures of others. Before there is a record, a role sees what the session that asks has posted; of
 * messages, what any of its sessions has sent.
 * @throws whatever kept table or bucket from being asked: a guess would be taken for the truth
 */
export async function getJob(
  { id, caller }: JobQuestion,
  deps: GetJobDependencies,
): Promise<JobState | undefined> {
  const place = placeOf(id);
  if (!place) return undefined;
  const record = await deps.readRecord(id);
  if (record && record.principal !== principalOf(caller)) return undefined;
  // Parameters are no part of the record: a payload is kept once. When it came is there once it was concluded.
  const isJob = place.channel === JOBS;
  const captured =
    isJob || !record?.receivedAt
      ? await deps.readCapture(
          place.region,
          record?.key ?? captureKey({ ...place, principal: writerOf(place.channel, caller) }),
          isJob,
        )
      : undefined;
  if (!record && !captured) return undefined;
  return { id, channel: place.channel, region: place.region, ...stateOf(record, captured) };
}

/** Who stands in a key: API Gateway writes the session of a role with it, the lane that stores messages the role alone. */
function writerOf(channel: string, caller: string): string {
  return channel === MESSAGE_CHANNEL ? principalOf(caller) : caller;
}

/** Channels as ours are called: they become part of keys. */
const CHANNEL_PATTERN = /^[a-z][a-z0-9-]{0,31}$/;

/** Whether there can be such a capture; a region becomes part of a host name. */
function isPossible({ region, channel, requestId }: ReturnType<typeof parseCaptureId>): boolean {
  return (
    region.length <= MAX_REGION_CHARACTERS &&
    REGION_PATTERN.test(region) &&
    CHANNEL_PATTERN.test(channel) &&
    REQUEST_ID_PATTERN.test(requestId)
  );
}

/** Where the capture of an id lies; undefined for what is no id. */
function placeOf(id: string) {
  try {
    const place = parseCaptureId(id);
    return isPossible(place) ? place : undefined;
  } catch (thrown) {
    if (thrown instanceof MalformedCaptureError) return undefined;
    throw thrown;
  }
}

type State = Omit<JobState, 'id' | 'channel' | 'region'>;

function stateOf(record: CaptureRecord | undefined, captured: StoredCapture | undefined): State {
  const { receivedAt, completedAt, result, error, duplicateOf, status, attempts } = record ?? {};
  return {
    status: status ?? 'CAPTURED',
    attempts: attempts ?? 0,
    ...time('receivedAt', receivedAt || captured?.receivedAt),
    // An attempt that follows another one has not ended.
    ...time('completedAt', status === 'PROCESSING' ? undefined : completedAt),
    ...(captured?.parameters !== undefined && { parameters: captured.parameters }),
    ...(result !== undefined && { result: JSON.parse(result) }),
    ...(error && { error }),
    ...(duplicateOf && { duplicateOf }),
  };
}

/** Epoch ms as ISO 8601; 0 and nothing are no time. */
function time(name: 'receivedAt' | 'completedAt', at: number | undefined): Partial<State> {
  return at ? { [name]: new Date(at).toISOString() } : {};
}
