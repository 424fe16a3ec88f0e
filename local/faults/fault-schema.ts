import { z } from 'zod';

/** Longest delay, ms: an hour, far beyond every time-out of AWS's. */
const MAX_DELAY_MS = 3_600_000;

const SERVICES = 's3|sqs|dynamodb|states|lambda|events|secretsmanager|scheduler|logs|sts|execute-api';

const text = z.string().min(1);
const wholeNumber = z.int();
const id = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'up to 64 letters, digits, dots, hyphens and underscores')
  .optional();

/** Effects by the member that tells them. */
const EFFECTS = {
  fail: z.strictObject({
    fail: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9.]*$/, 'the code of an AWS error, such as ThrottlingException'),
    status: wholeNumber.min(400).max(599).optional(),
    message: text.optional(),
  }),
  delayMs: z.strictObject({ delayMs: wholeNumber.min(1).max(MAX_DELAY_MS) }),
  hold: z.strictObject({ hold: z.literal(true) }),
  kill: z.strictObject({ kill: z.enum(['before', 'after']), function: text.optional() }),
};

const rule = {
  id,
  action: z
    .string()
    .regex(
      new RegExp(`^(\\*|(${SERVICES}|[a-z0-9]*[*?][a-z0-9*?]*):[A-Za-z*?]+)$`),
      `<service>:<Operation> or *, of the services ${SERVICES.replaceAll('|', ', ')}`,
    ),
  resource: text.optional(),
  region: text.optional(),
  principal: text.optional(),
  skip: wholeNumber.min(0).optional(),
  times: wholeNumber.min(1).optional(),
  probability: z.number().gt(0).max(1).optional(),
  seed: wholeNumber.optional(),
};

const outage = z.strictObject({
  id,
  outage: z.enum(['refuse', 'hang']),
  region: text.optional(),
  stack: text.optional(),
});

/** A rule of which the effect is something else than an object with exactly one of its members. */
const otherRule = z.strictObject({
  ...rule,
  effect: z.custom<never>(() => false, `an object with one of ${Object.keys(EFFECTS).join(', ')}`),
});

/**
 * The schema for what was given: unions report what no variant takes by listing them all, so the variant is chosen by
 * the members that are there.
 */
export function schemaFor(given: unknown): z.ZodType {
  if (has(given, 'outage')) return outage;
  const effect = (given as { effect?: unknown } | undefined)?.effect;
  const [name, ...more] = Object.keys(EFFECTS).filter((member) => has(effect, member));
  if (name === undefined || more.length > 0) return otherRule;
  return z.strictObject({ ...rule, effect: EFFECTS[name as keyof typeof EFFECTS] });
}

function has(value: unknown, member: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, member);
}
