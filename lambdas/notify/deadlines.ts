/** Until when each step may take, epoch ms. */
export interface NotifyDeadlines {
  /** For the first of two equal messages. */
  wait: number;
  /** For the beginning of the answer, which is to have time for itself and for its note. */
  begin: number;
  /** For the answer: it is aborted then, and nobody knows whether it was given. */
  post: number;
  note: number;
}

/** Shares of the function's time after which each step is over; what is left is for the way back. */
const SHARES: NotifyDeadlines = { wait: 0.5, begin: 0.6, post: 0.8, note: 0.95 };

/** @param now epoch ms @param left what is left of the function's time, milliseconds */
export function notifyDeadlines(now: number, left: number): NotifyDeadlines {
  const at = (share: number) => now + left * share;
  return { wait: at(SHARES.wait), begin: at(SHARES.begin), post: at(SHARES.post), note: at(SHARES.note) };
}
