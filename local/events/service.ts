import { AwsError } from '../core/aws-error';
import type { AwsRequest, AwsResponse, AwsService } from '../core/call';
import type { Cloud } from '../core/cloud';
import type { JsonOperations } from '../protocol/json-operation';
import { serveJson } from '../protocol/json-service';
import { Deliveries } from './deliveries';
import { type BusEvent, eventOf, type PutEntry } from './event';
import { type Archive, EventBus } from './event-bus';
import { describeArchive } from './operations/describe-archive';
import { describeReplay } from './operations/describe-replay';
import { putEvents } from './operations/put-events';
import { startReplay } from './operations/start-replay';
import type { Replay } from './replay';

const OPERATIONS: JsonOperations<EventsService> = {
  DescribeArchive: describeArchive,
  DescribeReplay: describeReplay,
  PutEvents: putEvents,
  StartReplay: startReplay,
};

/** Amazon EventBridge buses in all regions; buses, rules and archives come from Terraform only. */
export class EventsService implements AwsService {
  private readonly buses = new Map<string, EventBus>();
  private readonly replays = new Map<string, Replay>();
  private readonly deliveries: Deliveries;

  constructor(private readonly cloud: Cloud) {
    this.deliveries = new Deliveries(cloud);
  }

  handle(request: AwsRequest): Promise<AwsResponse> {
    const { gate } = this.cloud;
    return serveJson({ service: 'events', operations: OPERATIONS, gate, state: this }, request);
  }

  /** @throws Error when the region has a bus of that name */
  createEventBus(region: string, name: string): EventBus {
    const arn = this.busArn(region, name);
    if (this.buses.has(arn)) {
      throw new Error(`the event bus ${arn} exists already`);
    }
    const bus = new EventBus(name, arn, region);
    this.buses.set(arn, bus);
    return bus;
  }

  /** By name or ARN. Every region has a `default` bus. */
  busOf(region: string, nameOrArn: string): EventBus | undefined {
    const arn = this.busArn(region, nameOrArn);
    if (nameOrArn === 'default' && !this.buses.has(arn)) {
      this.createEventBus(region, nameOrArn);
    }
    return this.buses.get(arn);
  }

  /** Puts an entry on its bus and returns the event's id; on a bus that does not exist it is lost, as on AWS. */
  put(region: string, entry: PutEntry): string {
    const event = eventOf(entry, { account: this.cloud.accountId, region, now: this.cloud.now() });
    const bus = this.busOf(region, entry.EventBusName ?? 'default');
    if (bus) {
      this.dispatch(bus, event);
    }
    return event.id;
  }

  /** @throws AwsError `ResourceAlreadyExistsException` for a name that was used before */
  startReplay(region: string, props: Pick<Replay, 'name' | 'bus' | 'archive' | 'from' | 'to'>): Replay {
    const arn = this.replayArn(region, props.name);
    if (this.replays.has(arn)) {
      throw new AwsError('ResourceAlreadyExistsException', `Replay ${props.name} already exists.`);
    }
    const replay: Replay = { ...props, arn, state: 'STARTING', startedAt: this.cloud.now() };
    this.replays.set(arn, replay);
    setImmediate(() => this.run(replay));
    return replay;
  }

  replayOf(region: string, name: string): Replay | undefined {
    return this.replays.get(this.replayArn(region, name));
  }

  archiveOf(region: string, arn: string): { bus: EventBus; archive: Archive } | undefined {
    for (const bus of this.buses.values()) {
      const archive = bus.archives.find((candidate) => candidate.arn === arn);
      if (archive && bus.region === region) {
        return { bus, archive };
      }
    }
    return undefined;
  }

  busArn(region: string, nameOrArn: string): string {
    return nameOrArn.startsWith('arn:') ? nameOrArn : this.arn(region, `event-bus/${nameOrArn}`);
  }

  archiveArn(region: string, name: string): string {
    return this.arn(region, `archive/${name}`);
  }

  replayArn(region: string, name: string): string {
    return this.arn(region, `replay/${name}`);
  }

  ruleArn(region: string, bus: string, name: string): string {
    return this.arn(region, bus === 'default' ? `rule/${name}` : `rule/${bus}/${name}`);
  }

  stop(): void {
    this.deliveries.stop();
  }

  private dispatch(bus: EventBus, event: BusEvent): void {
    bus.archive(event, this.cloud.now());
    for (const target of bus.targetsOf(event)) {
      this.deliveries.start(event, target, bus.region);
    }
  }

  private run(replay: Replay): void {
    const due = replay.archive.events.filter(({ at }) => at >= replay.from && at < replay.to);
    replay.state = 'RUNNING';
    for (const { event, at } of due) {
      this.dispatch(replay.bus, { ...event, 'replay-name': replay.name });
      replay.lastReplayed = at;
    }
    replay.state = 'COMPLETED';
    replay.endedAt = this.cloud.now();
  }

  private arn(region: string, resource: string): string {
    return `arn:${this.cloud.partition}:events:${region}:${this.cloud.accountId}:${resource}`;
  }
}
