import type { Readable } from 'node:stream';

/** Services of the local cloud, by the name that stands in a signature's scope. */
export type ServiceName =
  | 's3'
  | 'sqs'
  | 'dynamodb'
  | 'states'
  | 'lambda'
  | 'events'
  | 'secretsmanager'
  | 'scheduler'
  | 'logs'
  | 'execute-api'
  | 'sts';

/** Who calls: a role, a person with any other key, or an AWS service on behalf of a resource. */
export interface Caller {
  /** ARN of the role or user, or the service principal such as `s3.amazonaws.com`. */
  principal: string;
  /** For a service principal: the resource on whose behalf it calls, where it says so. */
  sourceArn?: string;
  /** For a role: what its user calls the session. @default the role's name */
  sessionName?: string;
  /** For a function: the execution environment that calls. */
  environmentId?: string;
}

/** An AWS call as it arrives, over HTTP or from inside (API Gateway, Step Functions, S3 …). */
export interface AwsRequest {
  region: string;
  caller: Caller;
  method: string;
  /** Path as sent, still percent-encoded. */
  path: string;
  query: URLSearchParams;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Readable | Buffer;
  /** Aborted when the client is gone. */
  signal: AbortSignal;
}

export interface AwsResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string | Readable;
}

/** One service in all regions: parses, asks the gate, executes, serializes. Never throws for an AWS error. */
export interface AwsService {
  handle(request: AwsRequest): Promise<AwsResponse>;
}
