import type { ProcessingInput, ProcessRequest } from '../../contracts/processing';
import type { Processor } from '../../contracts/processor';
import { processCapture } from '../../lambdas/process/process-capture';
import { fakeS3, type StoredObject } from './fake-s3';
import { ManualClock } from './manual-clock';
import { RecordedLog } from './recorded-log';
import type { TestTable } from './records-table';

/** One attempt at one capture, and what a test can look at afterwards. */
export interface Attempt {
  object?: StoredObject;
  processor?: Processor;
  request?: Partial<ProcessRequest>;
  table: Pick<TestTable, 'name' | 'client'>;
  /** @default a function that has all the time in the world */
  ending?: AbortSignal;
}

/** Runs Process for a capture under `execution-1`, attempt 1, unless told otherwise. */
export function attempt(
  capture: ProcessingInput,
  {
    object = {},
    processor = async () => 'done',
    request = {},
    table,
    ending = new AbortController().signal,
  }: Attempt,
) {
  const s3 = fakeS3(capture, object);
  const log = new RecordedLog();
  const result = processCapture(
    { capture, claim: 'execution-1', attempt: 1, ...request },
    {
      table,
      log,
      s3: () => s3.client,
      clock: new ManualClock(1_000_000),
      processors: { publish: processor },
      recordRetentionSeconds: 90,
      ending,
    },
  );
  return { result, s3, log };
}
