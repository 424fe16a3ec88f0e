/** Node's words for nobody listening there. */
const NOBODY_LISTENS = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'];

/** Node's and the SDK's words for somebody who is there and does not answer. */
const NO_ANSWER = ['ECONNRESET', 'ETIMEDOUT', 'TimeoutError'];

/** Why a call was not answered: in Node's or the SDK's word, and whether anybody listens there at all. */
export interface Unreachable {
  word: string;
  listens: boolean;
}

/** What an error says about reaching the cloud; undefined for an error that has another cause. */
export function unreachable(error: unknown): Unreachable | undefined {
  const { code, name } = error as Error & { code?: unknown };
  for (const word of [code, name]) {
    if (typeof word !== 'string') continue;
    if (NOBODY_LISTENS.includes(word)) return { word, listens: false };
    if (NO_ANSWER.includes(word)) return { word, listens: true };
  }
  return undefined;
}
