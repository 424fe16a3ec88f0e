import { Readable } from 'node:stream';

/** A payload's stream for the user's code, and what went wrong with it that is not the user's doing. */
export interface GuardedBody {
  stream: Readable;
  /** The trouble of the source: broken, silent or cut short. Undefined while there is none. */
  trouble(): Error | undefined;
  /** Ends both streams, read or not. */
  close(): void;
}

/** Longest silence of a source that is being read, milliseconds. */
const IDLE_TIMEOUT_MS = 5000;

/** Silence that the end of the function makes trouble of ours, milliseconds: less is a reader that reads to the last. */
const LEAST_SILENCE_MS = 1000;

/** When a silent source is given up. */
export interface Patience {
  /** Longest silence while somebody reads, milliseconds. @default 5000 */
  idleTimeoutMs?: number;
  /** Aborted when the function has just time left to answer. */
  ending: AbortSignal;
}

/**
 * Puts a watch between S3 and the user's code: time counts only while the user waits for bytes, so a slow processor is
 * no time-out, and whatever the user's code makes of a broken stream, the trouble is remembered as ours.
 *
 * @param size bytes that must arrive for the payload to be whole
 */
export function guardBody(source: Readable, size: number, patience: Patience): GuardedBody {
  let trouble: Error | undefined;
  const stream = Readable.from(
    watched(source, size, patience, (error) => {
      trouble = error;
    }),
    { objectMode: false },
  );
  // Code that never reads must not bring the function down when the source breaks.
  source.on('error', () => {});
  stream.on('error', () => {});
  return {
    stream,
    trouble: () => trouble,
    close: () => {
      stream.destroy();
      source.destroy();
    },
  };
}

async function* watched(
  source: Readable,
  size: number,
  patience: Patience,
  onTrouble: (error: Error) => void,
): AsyncGenerator<Buffer> {
  const chunks: AsyncIterator<Buffer> = source[Symbol.asyncIterator]();
  let received = 0;
  try {
    for (;;) {
      const next = await withinPatience(chunks.next(), patience);
      if (next.done) break;
      received += next.value.length;
      yield next.value;
    }
    if (received !== size) throw new Error(`received ${received} bytes of ${size}`);
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    onTrouble(error);
    throw error;
  }
}

async function withinPatience<T>(
  next: Promise<T>,
  { idleTimeoutMs = IDLE_TIMEOUT_MS, ending }: Patience,
): Promise<T> {
  const began = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let onEnding = () => {};
  const silent = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no bytes for ${idleTimeoutMs} ms`)), idleTimeoutMs);
    onEnding = () => {
      if (performance.now() - began < LEAST_SILENCE_MS) return;
      reject(new Error('no bytes, and the function ends'));
    };
    ending.addEventListener('abort', onEnding);
  });
  try {
    return await Promise.race([next, silent]);
  } finally {
    clearTimeout(timer);
    ending.removeEventListener('abort', onEnding);
  }
}
