/** Longest delay of a timer of Node, ms; a longer one would fire after 1 ms. Source: Node.js documentation, `setTimeout`. */
export const MAX_TIMER_MS = 2_147_483_647;

/** Runs `work` once after `ms`, however long that is. Returns what calls it off. */
export function runAfter(ms: number, work: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (left: number) => {
    const next = Math.min(left, MAX_TIMER_MS);
    timer = setTimeout(() => (left > next ? wait(left - next) : work()), next);
  };
  wait(ms);
  return () => clearTimeout(timer);
}
