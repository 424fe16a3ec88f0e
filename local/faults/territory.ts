import type { LoadedStack } from '../load/load-stacks';

/** Where a call goes. */
export interface Place {
  region: string;
  /** As in ARNs; `execute-api` for a call of an API. */
  service: string;
  /** ARN, or `/<region>/<stage>` of an API; undefined while nobody knows. */
  resource?: string;
}

/** What a stack holds. */
export type Territory = (place: Place) => boolean;

/** Its `arn` is that of what it targets. */
const NOT_ITS_OWN = 'aws_cloudwatch_event_target';

/**
 * What each stack holds, by its name: its resources and what is in them, and services of its region that no other stack
 * has resources of. So a stack takes nothing of a neighbour's in the same region with it. IAM is nobody's: it is global.
 */
export function territoriesOf(stacks: LoadedStack[]): Map<string, Territory> {
  const holdings = stacks.map((stack) => ({ name: stack.name, places: placesOf(stack) }));
  return new Map(
    holdings.map(({ name, places }) => {
      const owned = new Set(places.map(({ resource }) => resource));
      const others = new Set(
        holdings.flatMap((other) => (other.name === name ? [] : other.places.map(serviceKey))),
      );
      const alone = new Set(places.map(serviceKey).filter((key) => !others.has(key)));
      return [name, (place) => alone.has(serviceKey(place)) || isIn(owned, place.resource)];
    }),
  );
}

function placesOf({ resources }: LoadedStack): Required<Place>[] {
  return resources.flatMap(({ type, region, attributes: { arn, name, stage_name: stage } }) => {
    if (type === 'aws_api_gateway_stage' || type === 'aws_apigatewayv2_stage') {
      return [{ region, service: 'execute-api', resource: `/${region}/${stage ?? name}` }];
    }
    const service = typeof arn === 'string' && type !== NOT_ITS_OWN ? arn.split(':')[2] : undefined;
    return service === undefined || service === 'iam' ? [] : [{ region, service, resource: String(arn) }];
  });
}

function serviceKey({ region, service }: Place): string {
  return `${region} ${service}`;
}

/** Whether a resource is one of these or lies in one: an object in its bucket, an index of its table, an execution. */
function isIn(owned: Set<string>, resource: string | undefined): boolean {
  if (resource === undefined) return false;
  const whole = resource.replace(/:(?:execution|express):([^:]+):.*$/, ':stateMachine:$1');
  if (owned.has(whole)) return true;
  for (const separator of ['/', ':']) {
    for (let end = whole.lastIndexOf(separator); end > 0; end = whole.lastIndexOf(separator, end - 1)) {
      if (owned.has(whole.slice(0, end))) return true;
    }
  }
  return false;
}
