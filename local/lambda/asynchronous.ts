import { AwsError } from '../core/aws-error';
import type { LambdaService, RunningFunction } from './service';

/** Largest request of an asynchronous invocation, bytes (botocore, service model of Lambda: 1 MB). */
const MAX_REQUEST_BYTES = 1024 * 1024;

/** Waits before the second and the third try, ms (AWS Lambda Developer Guide, "Asynchronous invocation"). */
const RETRY_DELAYS_MS = [60_000, 120_000];

/**
 * Accepts an asynchronous invocation: runs it soon, and again twice if the function fails.
 * @throws AwsError `RequestTooLargeException` (413)
 */
export function invokeLater(lambda: LambdaService, found: RunningFunction, payload: string): void {
  if (Buffer.byteLength(payload) > MAX_REQUEST_BYTES) {
    throw new AwsError(
      'RequestTooLargeException',
      `Request must be smaller than ${MAX_REQUEST_BYTES} bytes for the InvokeFunction operation`,
      413,
    );
  }
  const attempt = async (retries: number[]): Promise<void> => {
    const failed = await lambda.run(found, payload).then(
      ({ functionError }) => functionError !== undefined,
      () => true,
    );
    const [delay, ...later] = retries;
    if (failed && delay !== undefined) setTimeout(() => void attempt(later), delay).unref();
  };
  setImmediate(() => void attempt(RETRY_DELAYS_MS));
}
