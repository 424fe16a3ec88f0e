import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';

/** The deployment whose end state is read: enough to name its resources. */
export interface AuditTarget {
  /** The deployment's `name`. */
  name: string;
  accountId: string;
  centralRegion: string;
  ingest: AuditedRegion[];
  /** Endpoint of the local cloud. @default AWS, with the credentials of the environment */
  endpoint?: string;
}

/** An ingest region, as configured. */
export interface AuditedRegion {
  region: string;
  /** Attempts that a capture of this region may have, 1–100. */
  maxAttempts: number;
}

/** As much of a deployment's settings as its end state follows from. */
export interface AuditedSettings {
  name: string;
  central: { region: string };
  ingest: { region: string; maxProcessingAttempts: number }[];
}

/** The target that a deployment's settings describe; `endpoint` is the local cloud's, undefined on AWS. */
export function auditTargetOf(
  { name, central, ingest }: AuditedSettings,
  accountId: string,
  endpoint?: string,
): AuditTarget {
  return {
    name,
    accountId,
    centralRegion: central.region,
    ingest: ingest.map(({ region, maxProcessingAttempts }) => ({
      region,
      maxAttempts: maxProcessingAttempts,
    })),
    endpoint,
  };
}

/** Calls at the same time, and sockets for them: enough to keep one processor busy. */
export const PARALLEL = 16;

/** SDK clients of one region. */
export function clientsOf({ endpoint }: AuditTarget, region: string) {
  const config = {
    region,
    requestHandler: { httpAgent: { maxSockets: PARALLEL }, httpsAgent: { maxSockets: PARALLEL } },
    ...(endpoint !== undefined && {
      endpoint,
      disableHostPrefix: true,
      credentials: { accessKeyId: 'auditor', secretAccessKey: 'auditor' },
    }),
  };
  return {
    s3: () => new S3Client({ ...config, forcePathStyle: endpoint !== undefined }),
    sqs: () => new SQSClient(config),
    dynamodb: () => new DynamoDBClient(config),
  };
}
