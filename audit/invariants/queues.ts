import { type Evidence, isExhausted } from '../evidence';
import { type Invariant, show } from '../invariant';

export const nothingWaits: Invariant = {
  sentence: 'Nothing waits in a queue that is drained: nothing visible, delayed or in flight.',
  *check({ state }) {
    for (const { region, queue, visible, delayed, inFlight } of state.queues) {
      if (queue === 'capture' && visible + delayed + inFlight !== 0)
        yield { id: region, seen: show({ visible, delayed, inFlight }), expected: 'an empty queue' };
    }
  },
};

/** Without this the other invariants of error queues would speak of a part of them. */
export const errorQueuesAreRead: Invariant = {
  sentence: 'The error queues hold the messages that were read, and no more.',
  *check({ state }) {
    for (const { region, kind, queue, visible, delayed, inFlight } of state.queues) {
      if (queue !== 'error') continue;
      const read = state.errorMessages.filter(
        (message) => message.region === region && message.kind === kind,
      ).length;
      if (visible + delayed + inFlight !== read)
        yield { id: region, seen: show({ visible, delayed, inFlight }), expected: `${read} messages` };
    }
  },
};

/** Copied before it is deleted: a crash in between makes two messages, never none. */
export const exhaustedIsInItsErrorQueue: Invariant = {
  sentence: 'Every exhausted capture has its message in the error queue of its own region, and in no other.',
  *check({ records, errorMessages }) {
    const regions = new Map<string, Set<string>>();
    for (const { region, captures } of errorMessages) {
      for (const id of captures) regions.set(id, (regions.get(id) ?? new Set()).add(region));
    }
    for (const [id, record] of records) {
      if (!isExhausted(record)) continue;
      const found = [...(regions.get(id) ?? [])];
      if (found.join() !== record.region)
        yield { id, seen: `in the error queues of [${found.join(', ')}]`, expected: show(record.region) };
    }
  },
};

export const errorQueuesHoldTheExhausted: Invariant = {
  sentence: 'Every message of an error queue names an exhausted capture of that region.',
  *check({ records, errorMessages }) {
    for (const { region, messageId, captures } of errorMessages) {
      // None at all: the next invariant's.
      if (captures.length === 0) continue;
      const found = captures.map((id) => records.get(id));
      if (!found.some((record) => record && isExhausted(record) && record.region === region))
        yield {
          id: `${region}/${messageId}`,
          seen: captures.map((id, index) => `${id} ${show(found[index]?.status)}`).join(', '),
          expected: `an exhausted capture of ${region}`,
        };
    }
  },
};

export const nothingIsUnparseable: Invariant = {
  sentence: 'As many messages of error queues name no capture as were put there on purpose.',
  *check({ errorMessages, unparseable }) {
    const found = errorMessages.filter(({ captures }) => captures.length === 0);
    if (found.length !== unparseable)
      yield {
        id: 'error queues',
        seen: `${found.length}: ${show(found.map(({ region, body }) => `${region} ${body}`))}`,
        expected: String(unparseable),
      };
  },
};

/** Trouble of ours is never counted against a capture. */
export const onlyPoisonIsExhausted: Invariant = {
  sentence: 'A capture is exhausted only if nothing could complete it, and none of those is COMPLETED.',
  *check({ records, poison }: Evidence) {
    for (const [id, record] of records) {
      if (isExhausted(record) && !poison.has(id))
        yield { id, seen: `FAILED: ${show(record.error)}`, expected: 'another end, for it can be completed' };
      if (record.status === 'COMPLETED' && poison.has(id))
        yield { id, seen: 'COMPLETED', expected: 'FAILED: no attempt can complete it' };
    }
  },
};
