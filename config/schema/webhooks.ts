import { z } from 'zod';
import { SOURCE_PATTERN, type WebhookSource } from '../../contracts/webhooks';

/** A name of a header (RFC 9110, "token", as far as providers use it). */
const headerName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'a header name of 1 to 64 letters, digits and -');

const fieldName = z.string().min(1).max(64);

const required = z
  .array(fieldName)
  .max(20)
  .describe('Fields that the body, a JSON object, must have: 400 without.')
  .optional();

const deliveryId = z
  .union([z.strictObject({ header: headerName }), z.strictObject({ field: fieldName })], {
    error: 'one of {"header": name} and {"field": name}',
  })
  .describe(
    "Where the provider's id of a delivery stands: in a header, or in a field of a JSON body. Default: none, every delivery is new.",
  )
  .optional();

const challengeParameter = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9._-]{0,63}$/, '1 to 64 letters, digits, . _ and -, a letter first')
  .describe(
    'Query parameter whose value a GET is answered with, as providers ask for at registration: "challenge" (Dropbox), "hub.challenge" (Meta, WebSub). Default: none.',
  )
  .optional();

const sourceSchema = z.discriminatedUnion(
  'scheme',
  [
    z.strictObject({
      scheme: z
        .enum(['standard', 'github', 'stripe'])
        .describe(
          '"standard": Standard Webhooks; "github": X-Hub-Signature-256; "stripe": Stripe-Signature.',
        ),
      required,
    }),
    z.strictObject({
      scheme: z.literal('hmac').describe('An HMAC of the body in one header.'),
      header: headerName.describe('Header that carries the signature.'),
      algorithm: z.enum(['sha1', 'sha256', 'sha512']).describe('Default "sha256".').optional(),
      encoding: z
        .enum(['hex', 'base64'])
        .describe('Of the signature; hex in lower case. Default "hex".')
        .optional(),
      prefix: z
        .string()
        .max(32)
        .describe('What stands before the signature, such as "sha256=". Default "".')
        .optional(),
      deliveryId,
      challengeParameter,
      required,
    }),
    z.strictObject({
      scheme: z.literal('none').describe('Nothing is verified: anybody may post.'),
      deliveryId,
      challengeParameter,
      required,
    }),
  ],
  { error: '"standard", "github", "stripe", "hmac", "none"' },
);

type DeclaredSource = z.infer<typeof sourceSchema>;

/** A source as its function is told of it, with every default written out. */
export function resolveSource(source: DeclaredSource): WebhookSource {
  return source.scheme === 'hmac' ? { algorithm: 'sha256', encoding: 'hex', prefix: '', ...source } : source;
}

/**
 * Most bytes of all sources as JSON, defaults written out: they go into a function's environment, which holds 4 KB in all
 * (AWS Lambda quotas, "Environment variables").
 */
const MAX_SOURCES_BYTES = 3000;

function resolvedBytes(sources: Record<string, DeclaredSource>): number {
  const resolved = Object.entries(sources).map(([name, each]) => [name, resolveSource(each)]);
  return Buffer.byteLength(JSON.stringify(Object.fromEntries(resolved)));
}

/** Webhooks. What is not set: `resolveSettings`. */
export const webhooks = z.strictObject({
  toleranceSeconds: z
    .number()
    .int()
    .min(1)
    .max(3600)
    .describe('How far a signed timestamp may lie from now, either way, seconds, 1–3600. Default 300.')
    .optional(),
  sources: z
    .record(
      z
        .string()
        .regex(
          SOURCE_PATTERN,
          '1 to 64 lower-case letters, digits, _ and -, a letter or digit first; neither "anonymous" nor h_ and more',
        ),
      sourceSchema,
    )
    .refine(
      (sources) => resolvedBytes(sources) <= MAX_SOURCES_BYTES,
      `at most ${MAX_SOURCES_BYTES} bytes of JSON with all defaults written out`,
    )
    .describe(
      'Who may post to /webhooks/{source}, by name, and how each signs. Default: nobody, and no such route.',
    )
    .optional(),
});
