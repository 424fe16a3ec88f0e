import { audit, isSound } from '../../audit/audit';
import type { EndState, StoredItem } from '../../audit/end-state';
import type { Invariant } from '../../audit/invariant';
import type { Knowledge } from '../../audit/knowledge';
import type { QueueKind } from '../../contracts/naming';
import { anObject, knowledge, recordOf, soundEndState, TARGET } from './end-states';

/** A sound end state and what is known of it, to be spoiled. */
export class Scene {
  readonly state: EndState = soundEndState();
  readonly known: Knowledge = knowledge();

  /** The first item whose id contains this. */
  item(part: string): StoredItem {
    return this.state.items.find(({ id }) => id.includes(part))!;
  }

  /** Adds an object and its record. */
  add(object = anObject('eu-west-2', 'more', 'more'), outcome?: Record<string, unknown>): void {
    this.state.objects.push(object);
    this.state.items.push(recordOf(object, outcome));
  }

  /** Adds a message to an error queue of a region, counted. */
  addErrorMessage(region: string, body: string, kind: QueueKind = 'captures', requestId?: string): void {
    const messageId = `m-${this.state.errorMessages.length + 1}`;
    this.state.errorMessages.push({ region, kind, messageId, body, requestId });
    this.state.queues.find(
      (counts) => counts.queue === 'error' && counts.region === region && counts.kind === kind,
    )!.visible += 1;
  }

  /** How often each invariant is broken. */
  broken(): Record<string, number> {
    return audit(TARGET, this.state, this.known).broken;
  }
}

/** A way to break one invariant and no other. */
export type Spoiled = [invariant: string, how: string, spoil: (scene: Scene) => void];

/** Tests that each way is found by its invariant alone, and that there is one for each invariant. */
export function itFinds(invariants: Record<string, Invariant>, ways: Spoiled[]): void {
  it.each(ways)('%s finds %s', (invariant, _, spoil) => {
    const scene = new Scene();

    spoil(scene);
    const report = audit(TARGET, scene.state, scene.known);

    expect(Object.keys(report.broken)).toEqual([invariant]);
    expect(isSound(report)).toBe(false);
  });

  it('has found something by every invariant', () => {
    expect(new Set(ways.map(([invariant]) => invariant))).toEqual(new Set(Object.keys(invariants)));
  });
}
