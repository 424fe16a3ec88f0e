import type { CaptureRecord } from '../contracts/record';
import type { WaitingCapture } from './find-capture';

/** A record, or a capture that waits for one, as lines for people: a name and a value each. */
export function formatRecord(capture: CaptureRecord | WaitingCapture): string[] {
  const fields: [string, string | undefined][] =
    'claim' in capture ? recordFields(capture) : waitingFields(capture);
  return fields.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(12)} ${value}`]));
}

function recordFields(record: CaptureRecord): [string, string | undefined][] {
  const { error } = record;
  return [
    ['id', record.id],
    ['status', `${record.status}${record.status === 'FAILED' ? failure(record) : ''}`],
    ['attempts', String(record.attempts)],
    ['error', error && `${error.name}: ${error.message}`],
    ['duplicate of', record.duplicateOf],
    ['result', record.result],
    ['principal', record.principal],
    ['received', time(record.receivedAt)],
    ['claimed', time(record.claimedAt)],
    ['completed', time(record.completedAt)],
    ['lease until', record.status === 'PROCESSING' ? time(record.leaseExpiresAt) : undefined],
    ['payload', `s3://${record.bucket}/${record.key} (${record.size} bytes)`],
  ];
}

function waitingFields(capture: WaitingCapture): [string, string][] {
  return [
    ['id', capture.id],
    ['status', 'CAPTURED (not processed yet)'],
    ['principal', capture.principal],
    ['key', capture.key],
  ];
}

const failure = (record: CaptureRecord) => (record.final ? ' (for good)' : ' (may be tried again)');

/** Epoch ms → ISO 8601; 0 stands for unknown. */
function time(epochMs: number | undefined): string | undefined {
  return epochMs ? new Date(epochMs).toISOString() : undefined;
}
