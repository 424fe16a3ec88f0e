import fc from 'fast-check';
import { TimerHeap } from '../../../local/sqs/timer-heap';

describe('a timer heap', () => {
  it('gives items in the order of their times, and of their arrival within one time', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.nat(20), (times, now) => {
        const heap = new TimerHeap<number>();
        for (const [index, at] of times.entries()) {
          heap.push(at, index);
        }
        const due: number[] = [];
        heap.takeDue(now, (item) => due.push(item));
        const expected = times
          .map((at, index) => ({ at, index }))
          .filter(({ at }) => at <= now)
          .sort((a, b) => a.at - b.at || a.index - b.index)
          .map(({ index }) => index);
        expect(due).toEqual(expected);
        expect(heap.size).toBe(times.length - expected.length);
      }),
    );
  });

  it('keeps its order when it is pruned', () => {
    const heap = new TimerHeap<number>();
    for (const at of [5, 3, 8, 1, 9, 2]) {
      heap.push(at, at);
    }
    heap.prune((item) => item % 2 === 1);
    const due: number[] = [];
    heap.takeDue(10, (item) => due.push(item));
    expect(due).toEqual([1, 3, 5, 9]);
  });
});
