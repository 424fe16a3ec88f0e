import { z } from 'zod';
import { MAX_LANES } from '../../contracts/processing';

const seconds = (min: number, max: number, text: string) =>
  z.number().int().min(min).max(max).describe(text).optional();

/** Longest time-out of a Lambda function, seconds (AWS Lambda Developer Guide, "Lambda quotas"). */
export const MAX_FUNCTION_SECONDS = 900;

/** Longest time-outs of a job's task and execution, seconds: more than the function can use, and its retries. */
const MAX_STANDARD_SECONDS = 3600;

/** Draining and processing. What is not set: `resolveSettings`. */
export const processing = z.strictObject({
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
  standardTimeoutSeconds: seconds(
    4,
    MAX_STANDARD_SECONDS,
    'Time-out of one execution that processes a job, seconds, 4–3,600; user code has at most the 900 of Lambda all the same. Default 600.',
  ),
  standardProcessTimeoutSeconds: seconds(
    1,
    MAX_FUNCTION_SECONDS,
    'Time-out of the function that runs a job, seconds, 1–900. Default: execution time-out less two margins, of a sixth or at most 60 s; never more than 900.',
  ),
  standardProcessTaskTimeoutSeconds: seconds(
    1,
    MAX_STANDARD_SECONDS,
    'Time-out of the task that calls it, seconds. Default: execution time-out less one margin.',
  ),
  standardLeaseSeconds: seconds(
    1,
    2 * MAX_STANDARD_SECONDS,
    "How long a job's claim is respected, seconds. Default: execution time-out and one margin.",
  ),
  queueDelaySeconds: seconds(0, 900, 'Delivery delay of the capture queue, seconds, 0–900. Default 3.'),
  pollSeconds: seconds(0, 20, 'Long-poll wait, seconds, 0–20. Default 20.'),
  maxReceiveCount: z
    .number()
    .int()
    .min(10)
    .max(1000)
    .describe(
      'Backstop: receives after which SQS itself moves a message to the error queue, 10–1000 (the maximum of SQS). It does not count attempts: it must outlast trouble of ours, and with retryMaxSeconds 900 a thousand receives take about ten days. Default 1000.',
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
    .describe(
      'Captures that a lane processes at the same time, 1–100, at most reservedConcurrency. Default 20, or reservedConcurrency where that is less.',
    )
    .optional(),
  maxLanesPerRegion: z
    .number()
    .int()
    .min(1)
    .max(MAX_LANES)
    .describe('Upper bound of lanes per ingest region, 1–40 (40 lanes in all). Default 8.')
    .optional(),
  retryBaseSeconds: seconds(
    1,
    900,
    'Wait before the second attempt, seconds, 1–900; doubles with every further one. Default 10.',
  ),
  // SQS holds back a message for 12 hours (43,200 s) in all since its receipt, the lane's work on it included
  // (Amazon SQS API reference, ChangeMessageVisibility).
  retryMaxSeconds: seconds(1, 42_000, 'Upper bound of that wait, seconds, 1–42,000. Default 900.'),
  reconcileMinAgeSeconds: seconds(
    60,
    1_209_600,
    'Age from which the daily reconcile puts back a capture that nobody seems to hold, seconds, 60–1,209,600. Default 86,400 (a day).',
  ),
  reservedConcurrency: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .describe(
      'Reserved concurrency of the Process function, so that a catch-up starves nobody else. Default: none.',
    )
    .optional(),
  standardReservedConcurrency: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .describe(
      'Reserved concurrency of the function that runs jobs: how many run at the same time. Default: none, up to what the account allows.',
    )
    .optional(),
  processors: z
    .string()
    .min(1)
    .describe('Folder of the processors, with an index.ts, relative to the project. Default "processors".')
    .optional(),
});

/** How long things are kept. What is not set: `resolveSettings`. */
export const retention = z.strictObject({
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
