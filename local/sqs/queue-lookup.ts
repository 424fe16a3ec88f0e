import { AwsError } from '../core/aws-error';
import type { OperationContext } from '../protocol/json-operation';
import type { Queue } from './queue';
import type { SqsService } from './service';

/** Input of every operation that names a queue. */
export interface QueueInput {
  QueueUrl: string;
}

/** ARN of the queue that a URL names, in the region that the request was signed for; it need not exist. */
export function queueArnOf({ QueueUrl }: QueueInput, sqs: SqsService, { region }: OperationContext): string {
  const { accountId, name } = parseQueueUrl(QueueUrl);
  return sqs.queueArn(region, name, accountId);
}

/** The queue that a URL names. @throws AwsError `QueueDoesNotExist` */
export function findQueue(input: QueueInput, sqs: SqsService, context: OperationContext): Queue {
  return requireQueue(sqs.queueOf(queueArnOf(input, sqs, context)));
}

/** The queue itself. @throws AwsError `QueueDoesNotExist` when there is none */
export function requireQueue(queue: Queue | undefined): Queue {
  if (!queue) {
    throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
  }
  return queue;
}

/** Account and name in a URL's path `/<account>/<name>`; any host will do, for the request came here. */
function parseQueueUrl(url: unknown): { accountId: string; name: string } {
  if (typeof url !== 'string' || url === '') {
    throw missingParameter('QueueUrl');
  }
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  const [, accountId, name, ...rest] = path.split('/');
  if (!accountId || !name || rest.length > 0) {
    throw new AwsError('InvalidAddress', `The address ${url} is not valid for this endpoint.`);
  }
  return { accountId, name };
}

/** What SQS answers when a parameter is not there. */
export function missingParameter(name: string): AwsError {
  return new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);
}

/** What SQS answers to a value it does not take. */
export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

/** An optional whole number within its range. @throws AwsError `InvalidParameterValue` */
export function checkRange(name: string, value: number | undefined, min: number, max: number): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= min && value <= max)) {
    throw invalidParameter(
      `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${min} and ${max}, if provided.`,
    );
  }
}
