import type { BusEvent } from './event';
import { type EventPattern, matchesPattern } from './pattern';

/** A state machine that a rule starts. */
export interface RuleTarget {
  id: string;
  arn: string;
  roleArn: string;
  /** ARN of the rule that the target belongs to. */
  ruleArn: string;
  /** Reference path of what becomes the input. Default the whole event. */
  inputPath?: string;
}

export interface Rule {
  name: string;
  enabled: boolean;
  pattern: EventPattern;
  targets: RuleTarget[];
}

/** An event that an archive keeps. */
export interface ArchivedEvent {
  event: BusEvent;
  /** When it came in, epoch ms. */
  at: number;
}

export interface Archive {
  name: string;
  arn: string;
  /** Default all events. */
  pattern?: EventPattern;
  /** Days; 0 for ever. */
  retentionDays: number;
  /** Oldest first. */
  events: ArchivedEvent[];
}

const MS_PER_DAY = 86_400_000;

/** One event bus with its rules and archives. */
export class EventBus {
  readonly rules = new Map<string, Rule>();
  readonly archives: Archive[] = [];

  constructor(
    readonly name: string,
    readonly arn: string,
    readonly region: string,
  ) {}

  /** Keeps the event in every archive that wants it. Replayed events are not archived again. */
  archive(event: BusEvent, now: number): void {
    for (const archive of event['replay-name'] === undefined ? this.archives : []) {
      if (!archive.pattern || matchesPattern(archive.pattern, event)) {
        archive.events.push({ event, at: now });
      }
      expire(archive, now);
    }
  }

  /** Targets of the rules that match. */
  targetsOf(event: BusEvent): RuleTarget[] {
    return [...this.rules.values()]
      .filter(({ enabled, pattern }) => enabled && matchesPattern(pattern, event))
      .flatMap(({ targets }) => targets);
  }
}

function expire(archive: Archive, now: number): void {
  const oldest = now - archive.retentionDays * MS_PER_DAY;
  const kept = archive.events.findIndex(({ at }) => at > oldest);
  if (archive.retentionDays > 0 && kept > 0) {
    archive.events.splice(0, kept);
  }
}
