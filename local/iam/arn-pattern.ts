import { glob, type Matcher } from './glob';

/** Parts of an ARN: `arn`, partition, service, region, account, and the rest with whatever colons it has. */
const PARTS = 6;

/**
 * A matcher for an ARN with wildcards. Each of the six parts is matched by itself, so that a wildcard never reaches
 * over a colon of the first five (IAM User Guide, "IAM JSON policy elements: Resource" and "ARN condition operators").
 * @throws Error for what is no ARN
 */
export function arnPattern(pattern: string): Matcher {
  const wanted = partsOf(pattern);
  if (wanted.length < PARTS || !glob(wanted[0] ?? '')('arn')) throw new Error(`${pattern} is no ARN`);
  const matchers = wanted.map((part) => glob(part));
  return (arn) => {
    const parts = partsOf(arn);
    return parts.length === PARTS && matchers.every((matches, index) => matches(parts[index] ?? ''));
  };
}

function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, PARTS - 1), ...(parts.length < PARTS ? [] : [parts.slice(PARTS - 1).join(':')])];
}
