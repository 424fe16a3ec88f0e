import { randomUUID } from 'node:crypto';
import { failureBusName } from '../../../contracts/naming';
import { type Deployment, eventually } from '../../e2e/helpers/deployment';
import { OPERATOR } from '../../e2e/helpers/reconciling';

const CENTRAL = 'eu-west-1';
const arn = (kind: string) => `arn:aws:events:${CENTRAL}:000000000000:${kind}/${failureBusName('e2e')}`;

/** Ids of the captures in the failure archive, oldest first. */
export function archivedCaptures({ cloud: { services } }: Deployment): string[] {
  const events = services.events.archiveOf(CENTRAL, arn('archive'))?.archive.events ?? [];
  return events.map(({ event }) => String((event.detail as { id?: unknown }).id));
}

/** Replays all that the failure archive holds, as an operator does; resolves when every event was sent. */
export async function replayAll({ cloud: { services } }: Deployment): Promise<void> {
  const call = <T>(operation: string, input: unknown) =>
    services.cloud.call<T>(CENTRAL, 'events', operation, input, OPERATOR);
  const ReplayName = randomUUID();
  await call('StartReplay', {
    ReplayName,
    EventSourceArn: arn('archive'),
    Destination: { Arn: arn('event-bus') },
    EventStartTime: 0,
    EventEndTime: Math.ceil(Date.now() / 1000) + 1,
  });
  await eventually('the end of the replay', async () => {
    const { State } = await call<{ State: string }>('DescribeReplay', { ReplayName });
    return State === 'COMPLETED' ? true : undefined;
  });
}
