import type { Queue } from '../sqs/queue';
import type { QueueSettings } from '../sqs/queue-settings';
import type { SqsService } from '../sqs/service';

/** Checks what a redrive policy names. @throws Error when it is no other queue of the same type in the same region */
export function requireDeadLetterQueue(
  sqs: SqsService,
  region: string,
  { name, fifo, redrive }: QueueSettings,
): void {
  if (!redrive) return;
  const arn = redrive.deadLetterTargetArn;
  const fault =
    arn === sqs.queueArn(region, name) ? 'is the queue itself' : faultOf(sqs.queueOf(arn), region, fifo);
  if (fault !== undefined) throw new Error(`redrive_policy.deadLetterTargetArn: ${arn} ${fault}`);
}

function faultOf(target: Queue | undefined, region: string, fifo: boolean): string | undefined {
  if (!target) return 'does not exist';
  if (target.region !== region) return `lies in another region than the queue, ${region}`;
  return target.settings.fifo === fifo ? undefined : 'is not of the same type, standard or FIFO';
}
