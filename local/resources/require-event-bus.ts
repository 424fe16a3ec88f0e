import type { EventBus } from '../events/event-bus';
import type { EventsService } from '../events/service';

/** The bus that a resource configures, by name or ARN. @throws Error when the region has none */
export function requireEventBus(events: EventsService, region: string, nameOrArn: unknown): EventBus {
  const bus = events.busOf(region, String(nameOrArn ?? 'default'));
  if (!bus) {
    throw new Error(`the event bus ${nameOrArn} does not exist in ${region}`);
  }
  return bus;
}
