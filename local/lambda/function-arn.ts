import { VERSION } from './function';

/** Where a function must lie. */
export interface FunctionPlace {
  partition: string;
  region: string;
  accountId: string;
}

/** The name in a function's ARN; undefined when it is none of that place, or not of the version that is served. */
export function functionNameOf(
  arn: string,
  { partition, region, accountId }: FunctionPlace,
): string | undefined {
  const prefix = `arn:${partition}:lambda:${region}:${accountId}:function:`;
  if (!arn.startsWith(prefix)) return undefined;
  const [name, qualifier = VERSION, ...rest] = arn.slice(prefix.length).split(':');
  return qualifier === VERSION && rest.length === 0 ? name : undefined;
}
