import { text } from 'node:stream/consumers';
import type { Channel } from '../../../contracts/capture';
import { type Processor, RejectedError } from '../../../contracts/processor';

/** What a test asks of the processor, as JSON in the payload. */
export interface Order {
  /** How an attempt ends; without it the processor answers with its attempt. */
  end?: keyof typeof ENDS;
  /** The last attempt that ends so. @default every attempt does */
  until?: number;
  /** The only region whose captures end so. @default every region */
  region?: string;
}

/** Numbers in one block of what is hoarded, 80 KB. Much larger ones would end the whole process, tests and all, and not the worker. */
const BLOCK = 10_000;

const ENDS = {
  throw: () => {
    throw new TypeError('thrown on purpose');
  },
  reject: () => {
    throw new RejectedError('rejected on purpose');
  },
  exit: () => process.exit(1),
  hang: () => new Promise<never>(() => {}),
  memory: () => {
    for (const hoard: number[][] = []; ; ) hoard.push(new Array<number>(BLOCK).fill(0.5));
  },
};

const obey: Processor = async (capture) => {
  const { attempt } = capture;
  const { end, until = attempt, region = capture.region } = orderIn(await text(capture.body));
  if (end && attempt <= until && region === capture.region) await ENDS[end]();
  return { attempt };
};

function orderIn(payload: string): Order {
  return payload.startsWith('{') ? (JSON.parse(payload) as Order) : {};
}

export const processors: Record<Channel, Processor> = {
  publish: obey,
  jobs: obey,
  uploads: obey,
  webhooks: obey,
  websocket: obey,
};
