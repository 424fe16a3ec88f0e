import { APIS } from '../contracts/naming';
import { memberOf } from './member';

/**
 * Regions with an API in mode "jwt" that say not whose tokens, a line each. Looks at whatever has the shape, valid or not: a
 * member that is there and faulty is a fault of the schema's.
 */
export function authFaults(json: unknown): string[] {
  const defaults = memberOf(memberOf(json, 'defaults'), 'auth');
  const ingest = memberOf(json, 'ingest');
  return (Array.isArray(ingest) ? ingest : []).flatMap((region, index) => {
    const auth = memberOf(region, 'auth');
    const first = (path: string[]) => valueAt(auth, path) ?? valueAt(defaults, path);
    const api = APIS.find((name) => (first(['apis', name]) ?? first(['mode'])) === 'jwt');
    if (api === undefined) return [];
    return ['issuer', 'audience']
      .filter((member) => first(['jwt', member]) === undefined)
      .map(
        (member) =>
          `ingest[${index}].auth.jwt.${member}: missing, needed there or in defaults: the mode of ${api} is "jwt"`,
      );
  });
}

function valueAt(value: unknown, path: string[]): unknown {
  return path.reduce(memberOf, value);
}
