import type { ServiceName } from '../core/call';

/** How one service speaks the AWS JSON protocol. */
export interface JsonProtocol {
  /** What stands before the dot in `X-Amz-Target`. */
  targetPrefix: string;
  contentType: 'application/x-amz-json-1.0' | 'application/x-amz-json-1.1';
  /** What stands before `#` in the `__type` of an error. */
  errorNamespace: string;
  /** Error codes of the query protocol that the service keeps sending in `x-amzn-query-error`. */
  queryErrorCodes?: Record<string, string>;
}

/** Query-protocol codes of SQS, which SDKs with query compatibility read. Source: SQS service model, `awsQueryError`. */
const SQS_QUERY_ERRORS: Record<string, string> = {
  AccessDeniedException: 'AccessDenied',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
};

/** Source of prefixes and versions: the `metadata` of each service's model in botocore. */
const PROTOCOLS: Partial<Record<ServiceName, JsonProtocol>> = {
  sqs: {
    targetPrefix: 'AmazonSQS',
    contentType: 'application/x-amz-json-1.0',
    errorNamespace: 'com.amazonaws.sqs',
    queryErrorCodes: SQS_QUERY_ERRORS,
  },
  dynamodb: {
    targetPrefix: 'DynamoDB_20120810',
    contentType: 'application/x-amz-json-1.0',
    errorNamespace: 'com.amazonaws.dynamodb.v20120810',
  },
  secretsmanager: {
    targetPrefix: 'secretsmanager',
    contentType: 'application/x-amz-json-1.1',
    errorNamespace: 'com.amazonaws.secretsmanager',
  },
  states: {
    targetPrefix: 'AWSStepFunctions',
    contentType: 'application/x-amz-json-1.0',
    errorNamespace: 'com.amazonaws.swf.service.v2.model',
  },
  events: {
    targetPrefix: 'AWSEvents',
    contentType: 'application/x-amz-json-1.1',
    errorNamespace: 'com.amazonaws.events',
  },
  logs: {
    targetPrefix: 'Logs_20140328',
    contentType: 'application/x-amz-json-1.1',
    errorNamespace: 'com.amazonaws.logs',
  },
};

/** The protocol of a service. @throws Error for one that does not speak AWS JSON (S3, Lambda, STS, Scheduler) */
export function protocolOf(service: ServiceName): JsonProtocol {
  const protocol = PROTOCOLS[service];
  if (!protocol) {
    throw new Error(`${service} does not speak the AWS JSON protocol`);
  }
  return protocol;
}
