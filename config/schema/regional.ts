import { z } from 'zod';
import { MAX_REGION_CHARACTERS, REGION_PATTERN } from '../../contracts/capture';
import type { ApiId } from '../../contracts/naming';

/** Shape of an AWS region name; whether AWS has the region is for AWS to say. */
export const region = z
  .string()
  .regex(REGION_PATTERN, 'a region name such as "eu-west-1"')
  .max(MAX_REGION_CHARACTERS)
  .describe('An AWS region, such as "eu-west-1".');

const api = z.strictObject({
  name: z
    .string()
    .regex(/^ *[A-Za-z0-9_.-][A-Za-z0-9_ .-]*$/, 'letters, digits, spaces, and _ . -, not spaces alone')
    .max(128)
    .describe('Name of the REST API, up to 128 characters. Default "pillarbox".'),
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

/** Headers, in lower case, that clients, HTTP or this API use for something else. */
const TAKEN_HEADERS = [
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'idempotency-key',
  'transfer-encoding',
];

/** Whether a header can carry a token. `x-amz…` headers are AWS's own. */
function isFree(header: string): boolean {
  const name = header.toLowerCase();
  return !TAKEN_HEADERS.includes(name) && !name.startsWith('x-amz');
}

/** How an API tells its callers. */
export const AUTH_MODES = ['token', 'jwt', 'iam', 'none'] as const;

const mode = z.enum(AUTH_MODES);

/** An absolute URL by TLS; without it only on this machine, where tests have an issuer. */
const secureUrl = z
  .string()
  .max(512)
  .regex(
    /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/|$))[!-~]*$/,
    'an https URL (http for 127.0.0.1 and localhost alone)',
  );

const jwt = z
  .strictObject({
    issuer: secureUrl.describe(
      '`iss` of the tokens, exactly; also where their keys are, unless jwksUri says.',
    ),
    audience: z
      .array(z.string().min(1).max(256))
      .min(1)
      .max(20)
      .describe('Values of `aud`, 1–20, of which a token must have one.'),
    jwksUri: secureUrl.describe('Where the keys of the issuer are. Default <issuer>/.well-known/jwks.json.'),
  })
  .partial()
  .describe('For "jwt": who issues tokens, and for whom.');

const auth = z.strictObject({
  mode: mode.describe(
    '"token": a token of this deployment in a header; "jwt": a JSON Web Token of an issuer; "iam": calls signed by AWS credentials; "none": anyone. Default "token".',
  ),
  apis: z
    .strictObject({ captures: mode, jobs: mode, messages: mode } satisfies Record<ApiId, unknown>)
    .partial()
    .describe('Modes of single APIs, where they differ from "mode".'),
  jwt,
  tokenHeader: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'a header name of 1 to 64 letters, digits and -')
    .refine(
      isFree,
      `a header with no other use: not ${TAKEN_HEADERS.join(', ')}, nor one that begins with x-amz`,
    )
    .describe('Request header that carries the token, one with no other use. Default "AuthDetails".'),
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

/** Settings that `defaults` and every ingest region may have. */
export const regional = {
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
