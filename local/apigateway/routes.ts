/** A path of an API, such as `/jobs/{jobId}`, split for matching. */
interface PathPattern {
  segments: { literal?: string; name?: string; greedy?: boolean }[];
}

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'];

/** Values by the names of a path's parameters. */
interface PathParameters {
  /** Decoded. */
  pathParameters: Record<string, string>;
  /** As they were sent. */
  rawPathParameters: Record<string, string>;
}

/** A route found, with its path parameters. */
export interface RouteMatch<Method> extends PathParameters {
  method: Method;
}

interface Entry<Method> {
  path: string;
  pattern: PathPattern;
  /** By HTTP method in upper case; `ANY` for all others. */
  methods: Map<string, Method>;
}

/** The routes of an API. Literal segments win over parameters, those over greedy ones. */
export class Routes<Method> {
  private readonly entries: Entry<Method>[] = [];

  /** Adds a resource; the caller adds each path once. */
  add(path: string, methods: Map<string, Method>): void {
    this.entries.push({ path, pattern: parsePath(path), methods });
    this.entries.sort((a, b) => rank(a.pattern).localeCompare(rank(b.pattern)));
  }

  /** Method and path of every route, parameter names left out: two equal ones are the same route. */
  keys(): string[] {
    return this.entries.flatMap(({ pattern, methods }) =>
      [...methods.keys()].map((method) => `${method} ${rank(pattern)}`),
    );
  }

  /** Whether there is a method at a path as the document writes it; a resource for any method has them all. */
  has(method: string, path: string): boolean {
    const methods = this.entries.find((entry) => entry.path === path)?.methods;
    return methods !== undefined && (methods.has(method) || (methods.has('ANY') && METHODS.includes(method)));
  }

  /** @param path as requested, still percent-encoded, stage removed */
  find(method: string, path: string): RouteMatch<Method> | undefined {
    const segments = (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path).split('/').slice(1);
    for (const { pattern, methods } of this.entries) {
      const parameters = match(pattern, segments);
      const found = parameters && (methods.get(method) ?? methods.get('ANY'));
      if (found) return { method: found, ...parameters };
    }
    return undefined;
  }
}

function parsePath(path: string): PathPattern {
  return {
    segments: path
      .split('/')
      .slice(1)
      .map((segment) => {
        if (!segment.startsWith('{')) return { literal: segment };
        const greedy = segment.endsWith('+}');
        return { name: segment.slice(1, greedy ? -2 : -1), greedy };
      }),
  };
}

/** Sorts before what it wins against: literals, then parameters, then greedy ones. */
function rank({ segments }: PathPattern): string {
  return segments
    .map(({ literal, greedy }) => (literal !== undefined ? `0${literal}` : greedy ? '2' : '1'))
    .join('/');
}

function match({ segments: pattern }: PathPattern, segments: string[]): PathParameters | undefined {
  const raw: Record<string, string> = {};
  for (const [index, { literal, name = '', greedy }] of pattern.entries()) {
    const segment = segments[index];
    if (segment === undefined) return undefined;
    if (greedy) {
      raw[name] = segments.slice(index).join('/');
      return parametersOf(raw);
    }
    if (literal === undefined) {
      if (segment === '') return undefined;
      raw[name] = segment;
    } else if (decode(segment) !== literal) return undefined;
  }
  return segments.length === pattern.length ? parametersOf(raw) : undefined;
}

function parametersOf(rawPathParameters: Record<string, string>): PathParameters {
  const decoded = Object.entries(rawPathParameters).map(([name, value]) => [name, decode(value)]);
  return { pathParameters: Object.fromEntries(decoded), rawPathParameters };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
