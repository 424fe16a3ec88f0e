import { z } from 'zod';

/** Shape of an AWS region name; whether AWS has the region is for AWS to say. */
const region = z
  .string()
  .regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, 'a region name such as "eu-west-1"')
  .describe('An AWS region, such as "eu-west-1".');

const api = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9_ .-]{1,128}$/, '1 to 128 letters, digits, spaces, and _ . -')
    .describe('Name of the REST API. Default "pillarbox".'),
  description: z.string().max(1024).describe('Description of the REST API.'),
  stageName: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,128}$/, '1 to 128 letters, digits, _ and -')
    .describe('Name of the stage, the first part of the path. Default "beta".'),
  throttle: z
    .strictObject({
      ratePerSecond: z
        .number()
        .int()
        .min(1)
        .max(10_000)
        .describe('Steady requests per second, 1–10,000 (the account quota). Default 1000.'),
      burst: z.number().int().min(1).max(5_000).describe('Burst of requests, 1–5,000. Default 2000.'),
    })
    .partial()
    .describe('Throttling of every method of the stage.'),
});

const auth = z.strictObject({
  mode: z
    .enum(['token', 'none'])
    .describe('"token": a bearer token in a header; "none": anyone. Default "token".'),
  tokenHeader: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'a header name of 1 to 64 letters, digits and -')
    .describe('Request header that carries the token. Default "AuthDetails".'),
  cacheTtlSeconds: z
    .number()
    .int()
    .min(0)
    .max(3600)
    .describe('How long API Gateway remembers an authorizer answer, seconds, 0–3600. Default 300.'),
});

/** Values that CloudWatch Logs accepts (PutRetentionPolicy, API reference). */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const regional = {
  api: api.partial().describe('The REST API.').optional(),
  auth: auth.partial().describe('Authentication of clients.').optional(),
  logRetentionDays: z
    .literal(LOG_RETENTION_DAYS)
    .describe('How long logs are kept, days: a value CloudWatch Logs accepts. Default 7.')
    .optional(),
  maxProcessingAttempts: z
    .number()
    .int()
    .min(1)
    .max(100)
    .describe('How often processing a capture is tried before it goes to the error queue, 1–100. Default 5.')
    .optional(),
};

const seconds = (min: number, max: number, text: string) =>
  z.number().int().min(min).max(max).describe(text).optional();

const processing = z.strictObject({
  expressTimeoutSeconds: seconds(4, 180, 'Time-out of one processing execution, seconds, 4–180. Default 60.'),
  processTimeoutSeconds: seconds(
    1,
    180,
    'Time-out of the Process function, seconds. Default: execution time-out less two margins of a sixth.',
  ),
  processTaskTimeoutSeconds: seconds(
    1,
    180,
    'Time-out of the task that calls it, seconds. Default: execution time-out less one margin.',
  ),
  leaseSeconds: seconds(
    1,
    600,
    'How long a claim is respected, seconds. Default: execution time-out and one margin.',
  ),
  visibilityTimeoutSeconds: seconds(
    1,
    43_200,
    'Visibility timeout of the capture queue, seconds. Default: execution time-out and two margins.',
  ),
  queueDelaySeconds: seconds(0, 900, 'Delivery delay of the capture queue, seconds, 0–900. Default 3.'),
  pollSeconds: seconds(0, 20, 'Long-poll wait, seconds, 0–20. Default 20.'),
  maxReceiveCount: z
    .number()
    .int()
    .min(10)
    .max(1000)
    .describe(
      'Backstop: receives after which SQS itself moves a message to the error queue, 10–1000. Default 100, or ten times the largest maxProcessingAttempts.',
    )
    .optional(),
  laneReceiveSeconds: seconds(1, 120, 'How long a drain lane goes on receiving, seconds. Default 55.'),
  laneTimeoutSeconds: seconds(
    1,
    299,
    'Time-out of the lane function, seconds. Default: receive time, execution time-out and one margin.',
  ),
  drainTimeoutSeconds: seconds(
    1,
    299,
    'Time-out of the drain workflow, seconds, below 300. Default: lane time-out and one margin.',
  ),
  lanePolls: z
    .number()
    .int()
    .min(1)
    .max(10)
    .describe('Long polls of a lane at the same time, 1–10. Default 2.')
    .optional(),
  laneMaxInFlight: z
    .number()
    .int()
    .min(1)
    .max(100)
    .describe('Captures that a lane processes at the same time, 1–100. Default 20.')
    .optional(),
  maxLanesPerRegion: z
    .number()
    .int()
    .min(1)
    .max(40)
    .describe('Upper bound of lanes per ingest region, 1–40 (40 lanes in all). Default 8.')
    .optional(),
  retryBaseSeconds: seconds(
    1,
    900,
    'Wait before the second attempt, seconds; doubles with every further one. Default 10.',
  ),
  retryMaxSeconds: seconds(1, 43_200, 'Upper bound of that wait, seconds. Default 900.'),
  reservedConcurrency: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .describe(
      'Reserved concurrency of the Process function, so that a catch-up starves nobody else. Default: none.',
    )
    .optional(),
  processors: z
    .string()
    .min(1)
    .describe('Folder of the processors, relative to the project. Default "processors".')
    .optional(),
});

const retention = z.strictObject({
  queueSeconds: seconds(
    60,
    1_209_600,
    'How long queues keep messages, seconds, 60–1,209,600. Default 14 days.',
  ),
  objectDays: z
    .number()
    .int()
    .min(1)
    .max(3650)
    .describe('How long captured objects are kept, days. Default 60.')
    .optional(),
  recordDays: z
    .number()
    .int()
    .min(1)
    .max(3650)
    .describe('How long records are kept, days. Default 90.')
    .optional(),
});

const state = z
  .discriminatedUnion('backend', [
    z.strictObject({ backend: z.literal('local') }),
    z.strictObject({
      backend: z.literal('s3'),
      bucket: z.string().min(3).max(63).describe('Bucket of the Terraform state.'),
      region: region.describe('Region of that bucket.'),
      prefix: z
        .string()
        .max(512)
        .describe('Key prefix of the state files. Default: the deployment name.')
        .optional(),
    }),
  ])
  .describe('Where Terraform keeps its state. Default: local files.');

/** The shape of `regions.json`; `regions.schema.json` is generated from it. */
export const regionsFile = z
  .strictObject({
    $schema: z.string().optional(),
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,19}$/, '2 to 20 lower-case letters, digits and -, a letter first')
      .describe('Name of the deployment and prefix of every resource.'),
    central: z.strictObject({ region }).describe('The region that processes everything.'),
    defaults: z.strictObject(regional).describe('Settings of every ingest region.').optional(),
    processing: processing.describe('Draining and processing.').optional(),
    retention: retention.describe('How long things are kept: queue < object < record.').optional(),
    removal: z
      .enum(['retain', 'destroy'])
      .describe(
        '"destroy" drops deletion protection and recovery windows and empties buckets. Default "retain".',
      )
      .optional(),
    state: state.optional(),
    apiGatewayAccount: z
      .boolean()
      .describe(
        'Whether the stacks own the API Gateway account setting (CloudWatch role) of each ingest region. Default true.',
      )
      .optional(),
    ingest: z
      .array(z.strictObject({ region, ...regional }))
      .min(1)
      .describe('The regions where clients post, with their own settings.'),
  })
  .describe('Configuration of a pillarbox deployment.');

export type RegionsFile = z.infer<typeof regionsFile>;
