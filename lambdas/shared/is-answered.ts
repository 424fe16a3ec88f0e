import type { CaptureRecord } from '../../contracts/record';

/** Whether the client of a WebSocket message has been answered, or nobody is there any more. An answer before further attempts was another one. */
export function isAnswered({
  answered = 0,
  attempts,
}: Pick<CaptureRecord, 'answered' | 'attempts'>): boolean {
  return answered >= attempts;
}
