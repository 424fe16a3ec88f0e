import type { AwsResponse } from '../core/call';
import type { IamService } from '../iam/service';
import type { LambdaService } from '../lambda/service';
import type { LogEvent } from '../logs/log-store';
import type { LogsService } from '../logs/service';
import { addFaults, clearFaults, type FaultsView, listFaults, removeFault } from './faults-pages';
import { refusal } from './respond';
import type { HttpRequest } from './server';

/** Paths of the local cloud itself; no region is called so. */
export const ADMIN_PREFIX = '/_local/';

/** What the admin paths show. */
export interface AdminView extends FaultsView {
  iam: Pick<IamService, 'denied'>;
  lambda: LambdaService;
  logs: LogsService;
  /** Whether every resource exists. */
  ready(): boolean;
}

type Page = (view: AdminView, request: HttpRequest) => AwsResponse | Promise<AwsResponse>;

/** Pages by method and path below the prefix. */
const PAGES: Record<string, Page> = {
  'GET health': ({ ready }) => json(ready() ? 200 : 503, { status: ready() ? 'ready' : 'starting' }),
  'GET lambdas': ({ lambda }) =>
    json(
      200,
      lambda.list().map(({ definition: { region, name }, invocations }) => ({ region, name, invocations })),
    ),
  'GET denied': denied,
  'GET logs': logs,
  'GET faults': listFaults,
  'POST faults': addFaults,
  'DELETE faults': clearFaults,
};

/** `DELETE faults/<id>`: the one page with a name in its path. */
const ONE_FAULT = /^DELETE faults\/([^/]+)$/;

/** Answers `/_local/health`, `/_local/lambdas`, `/_local/denied`, `/_local/logs` and `/_local/faults`. */
export async function admin(view: AdminView, request: HttpRequest): Promise<AwsResponse> {
  const name = `${request.method} ${request.path.slice(ADMIN_PREFIX.length)}`;
  const page = PAGES[name];
  if (page) return page(view, request);
  const id = ONE_FAULT.exec(name)?.[1];
  if (id !== undefined) return removeFault(view, id);
  return refusal(
    404,
    'NotFound',
    `No such page. Pages: ${Object.keys(PAGES).join(', ')}, DELETE faults/<id>`,
  );
}

/** The latest calls that IAM denied, as JSON lines, oldest first. */
function denied({ iam }: AdminView): AwsResponse {
  return jsonLines(iam.denied);
}

/**
 * Log events as JSON lines, oldest first; what was logged as JSON is spread out, other text is its `message`. Query:
 * `region` and `group` (optional, equal to the name), `since` (epoch ms), `text` (contained), `limit` (per group).
 */
function logs({ logs: service }: AdminView, { query }: HttpRequest): AwsResponse {
  const [region, group] = [query.get('region'), query.get('group')];
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
  const wanted = { since: number('since'), text: query.get('text') ?? undefined, limit: number('limit') };
  const lines = service
    .list()
    .filter(
      (found) => (region === null || found.region === region) && (group === null || found.name === group),
    )
    .flatMap((found) =>
      (service.find(found.region, found.name)?.find(wanted) ?? []).map((event) => ({ found, event })),
    )
    .sort((a, b) => a.event.timestamp - b.event.timestamp)
    .map(({ found, event }) => logLine(found, event));
  return jsonLines(lines);
}

function jsonLines(values: unknown[]): AwsResponse {
  const body = values.map((value) => `${JSON.stringify(value)}\n`).join('');
  return { status: 200, headers: { 'content-type': 'application/x-ndjson' }, body };
}

/** Names with an at sign as in CloudWatch Logs Insights, so that they never meet a function's own. */
function logLine(
  { region, name }: { region: string; name: string },
  event: LogEvent,
): Record<string, unknown> {
  const where = {
    '@timestamp': event.timestamp,
    '@region': region,
    '@log': name,
    '@logStream': event.stream,
  };
  return { ...where, ...fieldsOf(event.message) };
}

function fieldsOf(message: string): Record<string, unknown> {
  if (!message.startsWith('{')) return { message };
  try {
    return JSON.parse(message) as Record<string, unknown>;
  } catch {
    return { message };
  }
}

function json(status: number, body: unknown): AwsResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(body)}\n` };
}
