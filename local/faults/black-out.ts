import type { LambdaService } from '../lambda/service';
import type { SchedulerService } from '../scheduler/service';
import type { SqsService } from '../sqs/service';
import type { StatesService } from '../states/service';
import type { WebSocketService } from '../websocket/service';
import type { Outages } from './outages';

/** The services in which something runs by itself. */
export interface BlackedOut {
  lambda: Pick<LambdaService, 'suspend'>;
  scheduler: Pick<SchedulerService, 'suspend'>;
  sqs: Pick<SqsService, 'cutPolls'>;
  states: Pick<StatesService, 'abortExecutions'>;
  websocket: Pick<WebSocketService, 'cutConnections'>;
}

/** Ends what runs in an outage and keeps it from running; lets run again what lies in none any more. */
export async function blackOut(services: BlackedOut, outages: Pick<Outages, 'covers'>): Promise<void> {
  const isAway = (arn: string) => {
    const [, , service = '', region = ''] = arn.split(':');
    return outages.covers({ region, service, resource: arn });
  };
  const { lambda, scheduler, sqs, states, websocket } = services;
  websocket.cutConnections((place) => outages.covers(place));
  scheduler.suspend(isAway);
  // Before the functions end: a workflow that saw one end would go on to its next state.
  const aborted = states.abortExecutions(isAway);
  sqs.cutPolls(isAway);
  await Promise.all([aborted, lambda.suspend(isAway)]);
}
