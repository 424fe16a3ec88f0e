import type { ApiCall } from './api-call';
import { compileSource, type DeclaredParameter, type ParameterSource } from './parameter-source';

/** Values that a mapping gives an integration request; those that are not set are left out. */
export interface MappedRequest {
  /** Lower-case names. */
  headers: Record<string, string>;
  path: Record<string, string>;
  query: URLSearchParams;
}

type Place = 'header' | 'path' | 'querystring';

/**
 * Headers that an AWS integration must not set. Source: API Gateway Developer Guide, "Important notes", and the
 * project's tried facts.
 */
const FORBIDDEN_HEADERS = [
  'authorization',
  'connection',
  'content-length',
  'expect',
  'proxy-authenticate',
  'te',
  'transfer-encoding',
  'x-amzn-trace-id',
];

/** `requestParameters` of an integration, compiled. */
export class RequestMapping {
  private readonly entries: { place: Place; name: string; source: ParameterSource }[] = [];

  /** @param fault called with the key and the reason for each mapping that API Gateway or the local cloud refuses */
  constructor(
    parameters: Record<string, string>,
    declared: DeclaredParameter[],
    fault: (key: string, reason: string) => void,
  ) {
    for (const [key, expression] of Object.entries(parameters)) {
      const [integration, request, place = '', ...rest] = key.split('.');
      const name = rest.join('.');
      const source = compileSource(expression, declared);
      if (typeof source === 'string') fault(key, source);
      else if (integration !== 'integration' || request !== 'request' || !isPlace(place) || !name) {
        fault(key, 'is no target of a request mapping');
      } else if (place === 'header' && FORBIDDEN_HEADERS.includes(name.toLowerCase())) {
        fault(key, 'API Gateway refuses to set this header');
      } else this.entries.push({ place, name: place === 'header' ? name.toLowerCase() : name, source });
    }
  }

  /** Names of the path parameters that the mapping can set. */
  get pathNames(): string[] {
    return this.entries.filter(({ place }) => place === 'path').map(({ name }) => name);
  }

  apply(call: ApiCall): MappedRequest {
    const mapped: MappedRequest = { headers: {}, path: {}, query: new URLSearchParams() };
    for (const { place, name, source } of this.entries) {
      const value = source(call);
      if (value === undefined) continue;
      if (place === 'header') mapped.headers[name] = value;
      else if (place === 'path') mapped.path[name] = value;
      else mapped.query.append(name, value);
    }
    return mapped;
  }
}

function isPlace(place: string): place is Place {
  return place === 'header' || place === 'path' || place === 'querystring';
}
