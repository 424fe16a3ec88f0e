import { z } from 'zod';
import { MAX_LANES } from '../../contracts/processing';
import { processing, retention } from './processing';
import { region, regional } from './regional';
import { webhooks } from './webhooks';

/**
 * A deployment's name. Buckets are called `<name>-captures-…`, so it must not make a beginning that S3 reserves
 * (Amazon S3 User Guide, "General purpose bucket naming rules").
 */
const DEPLOYMENT_NAME = /^(?!xn--|(?:sthree|amzn-s3-demo)(?:-|$))[a-z][a-z0-9-]{0,18}[a-z0-9]$/;

const uploads = z.strictObject({
  expirySeconds: z
    .number()
    .int()
    .min(60)
    .max(3600)
    .describe(
      'How long the URL of an upload holds, seconds, 60–3600: the PUT must begin within it. Default 900.',
    )
    .optional(),
});

const state = z
  .discriminatedUnion(
    'backend',
    [
      z.strictObject({ backend: z.literal('local') }),
      z.strictObject({
        backend: z.literal('s3'),
        bucket: z
          .string()
          .regex(
            /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
            '3 to 63 lower-case letters, digits, . and -, a letter or digit first and last, no two . in a row',
          )
          .describe('Bucket of the Terraform state.'),
        region: region.describe('Region of that bucket.'),
        prefix: z
          .string()
          .max(512)
          .describe('Key prefix of the state files. Default: the deployment name.')
          .optional(),
      }),
    ],
    { error: '"local", "s3"' },
  )
  .describe('Where Terraform keeps its state. Default: local files.');

/** The shape of `regions.json`; `regions.schema.json` is generated from it. */
export const regionsFile = z
  .strictObject({
    $schema: z.string().optional(),
    name: z
      .string()
      .regex(
        DEPLOYMENT_NAME,
        '2 to 20 lower-case letters, digits and -, a letter first and no - last, not beginning as S3 forbids (xn--, sthree-, amzn-s3-demo-)',
      )
      .describe('Name of the deployment and prefix of every resource.'),
    central: z.strictObject({ region }).describe('The region that processes everything.'),
    defaults: z.strictObject(regional).describe('Settings of every ingest region.').optional(),
    processing: processing.describe('Draining and processing.').optional(),
    retention: retention.describe('How long things are kept: queue < object < record.').optional(),
    uploads: uploads.describe('Uploads of objects that are larger than API Gateway takes.').optional(),
    webhooks: webhooks.describe('Webhooks that providers post to every ingest region.').optional(),
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
    replicateStatus: z
      .boolean()
      .describe(
        'Whether the records table has a replica in every ingest region, from which GET /jobs/{jobId} answers also while the centre is down. Every write is then paid for once more per region. Default false.',
      )
      .optional(),
    ingest: z
      .array(z.strictObject({ region, ...regional }))
      .min(1)
      // Every drain gives every region a lane.
      .max(MAX_LANES)
      .describe('The regions where clients post, 1–40, with their own settings.'),
  })
  .describe('Configuration of a pillarbox deployment.');

/** `regions.json` as it is written: whatever has a default may be absent. */
export type RegionsFile = z.infer<typeof regionsFile>;
