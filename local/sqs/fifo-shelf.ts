import type { Message } from './message';
import type { Shelf } from './shelf';

interface Group {
  id: string;
  /** In order of sequence number; those before `head` are gone. */
  messages: Message[];
  head: number;
  /** Taken and neither gone nor visible again: while there is one, the group gives nothing. */
  held: Set<Message>;
}

/** Entries before the head that are kept before the list is copied. */
const COMPACT_AFTER = 256;

/**
 * Messages of a FIFO queue by group. A group gives as many messages as asked for, in order, and then nothing more until
 * every one of them is gone or visible again.
 * Source: SQS Developer Guide, "FIFO queue delivery logic".
 */
export class FifoShelf implements Shelf {
  private readonly groups = new Map<string, Group>();
  /** Groups that may have a message to give, in the order in which they came to. */
  private readonly ready = new Set<Group>();

  add(message: Message): void {
    const id = message.groupId ?? '';
    const group = this.groups.get(id) ?? { id, messages: [], head: 0, held: new Set() };
    this.groups.set(id, group);
    group.messages.push(message);
  }

  offer(message: Message): void {
    this.release(message);
  }

  settle(message: Message): void {
    this.release(message);
  }

  take(count: number): Message[] {
    const taken: Message[] = [];
    for (const group of this.ready) {
      this.ready.delete(group);
      for (const message of firstVisible(group, count - taken.length)) {
        group.held.add(message);
        taken.push(message);
      }
      if (taken.length === count) {
        break;
      }
    }
    return taken;
  }

  clear(): void {
    this.groups.clear();
    this.ready.clear();
  }

  private release(message: Message): void {
    const group = this.groups.get(message.groupId ?? '');
    if (!group) {
      return;
    }
    group.held.delete(message);
    dropGone(group);
    if (group.head === group.messages.length) {
      this.groups.delete(group.id);
      this.ready.delete(group);
    } else if (group.held.size === 0) {
      this.ready.add(group);
    }
  }
}

function dropGone(group: Group): void {
  while (group.messages[group.head]?.state === 'gone') {
    group.head += 1;
  }
  if (group.head > COMPACT_AFTER && group.head * 2 > group.messages.length) {
    group.messages = group.messages.slice(group.head);
    group.head = 0;
  }
}

/** A delayed message holds back those behind it. */
function firstVisible(group: Group, count: number): Message[] {
  const visible: Message[] = [];
  for (let index = group.head; index < group.messages.length && visible.length < count; index++) {
    const message = group.messages[index]!;
    if (message.state === 'delayed') {
      break;
    }
    if (message.state === 'visible') {
      visible.push(message);
    }
  }
  return visible;
}
