import { ENV } from '../contracts/environment';
import type { WebhookConfiguration } from '../contracts/webhooks';
import type { OpenApiDocument, SecurityScheme } from './apigateway/openapi';
import type { RunningCloud } from './cloud';
import type { LoadedStack } from './load/load-stacks';
import { soleBlock } from './resources/sole-block';
import { SEED_TOKEN } from './seed-token';

/** What the guide tells besides the stacks. */
export interface GuideFacts {
  /** From the command to the first answer, ms. */
  readyMs: number;
  /** The override of the schedule, if there is one. */
  scheduleSeconds?: number;
  /** Whether the seed token is accepted. */
  seed: boolean;
  /** The configuration that was named, which the other commands must be told too. */
  config?: string;
}

/** Where the other commands look unless they are told. */
const DEFAULT_ENDPOINT = 'http://127.0.0.1:4566';

/** The schedule expression whose period `--schedule-seconds` replaces. */
const EVERY_MINUTE = 'rate(1 minute)';

/** The message of the line to paste. */
const MESSAGE = '{"MessageGroupId":"test","data":"hello world"}';

/** What `npm start` prints once everything serves: base URLs, a line to paste per region, and how to see the result. */
export function guide(
  { endpoint, stacks }: Pick<RunningCloud, 'endpoint' | 'stacks'>,
  facts: GuideFacts,
): string {
  const told = facts.config ? `PILLARBOX_CONFIG=${facts.config} ` : '';
  const where = endpoint === DEFAULT_ENDPOINT ? '' : ` --endpoint ${endpoint}`;
  const regions = stacks.filter(({ outputs }) => typeof outputs.Url === 'string');
  return [
    `pillarbox runs at ${endpoint}, ready after ${(facts.readyMs / 1000).toFixed(1)} s. Ctrl-C stops it and forgets everything.`,
    ...scheduleLines(stacks, facts.scheduleSeconds),
    ...(facts.seed
      ? []
      : [`No token is accepted yet: ${told}npm run tokens -- add --principal <principal>${where}`]),
    ...regions.flatMap((stack) => [
      '',
      `${stack.region}: ${stack.outputs.Url} and ${stack.outputs.WebSocketUrl}`,
      curlLine(stack, facts.seed),
    ]),
    ...regions
      .slice(0, 1)
      .flatMap((stack) => [
        '',
        'A job, and what became of it:',
        ...jobLines(stack, facts.seed),
        ...messageLines(stack, facts.seed),
      ]),
    ...regions.slice(0, 1).flatMap((stack) => webhookLines(stack, told, where)),
    '',
    'The answer holds an id; what became of it:',
    `${told}npm run status -- <id>${where}`,
  ].join('\n');
}

/** A capture to paste. */
function curlLine(stack: LoadedStack, seed: boolean): string {
  return `curl -i ${authentication(stack, '/publish', seed)}-H "Content-Type: application/json" -d '{}' ${stack.outputs.Url}/publish`;
}

/** A job to paste, and a question for it. */
function jobLines(stack: LoadedStack, seed: boolean): string[] {
  const token = authentication(stack, '/jobs', seed);
  return [
    `curl -i ${token}-H "Content-Type: application/json" -d '{"seconds": 5}' ${stack.outputs.JobsUrl}/jobs`,
    `curl ${token}${stack.outputs.JobsUrl}/jobs/<jobId>`,
  ];
}

/** A message to paste, by the WebSocket client that is installed here anyway; nothing where handshakes are signed. */
function messageLines(stack: LoadedStack, seed: boolean): string[] {
  const of = (wanted: string) => stack.resources.filter(({ type }) => type === `aws_apigatewayv2_${wanted}`);
  if (of('route').some(({ attributes }) => attributes.authorization_type === 'AWS_IAM')) return [];
  const [authorizer] = of('authorizer');
  const socket = `new(require("ws"))("${stack.outputs.WebSocketUrl}"${authorizer ? `,${handshake(authorizer.attributes, seed)}` : ''})`;
  return [
    '',
    'A message on a WebSocket connection, acknowledged at once and answered when it is processed:',
    `node -e 'const w=${socket}.on("open",()=>w.send(\`${MESSAGE}\`)).on("message",m=>console.log(String(m)))'`,
  ];
}

/** The header by which an authorizer knows who connects. */
function handshake({ name, identity_sources }: Record<string, unknown>, seed: boolean): string {
  const header = String((identity_sources as unknown[])[0])
    .split('.')
    .pop();
  const token = name === 'jwt' ? 'Bearer <JSON Web Token>' : seed ? SEED_TOKEN : '<token>';
  return `{headers:{"${header}":"${token}"}}`;
}

/** How a source of webhooks comes by its secret; nothing where none is declared. */
function webhookLines(stack: LoadedStack, told: string, where: string): string[] {
  const declared = variable(stack, ENV.webhooks);
  if (!declared) return [];
  const { sources } = JSON.parse(declared) as WebhookConfiguration;
  return [
    '',
    `Webhooks of ${Object.keys(sources).join(', ')}, signed by a secret that is theirs: ${stack.outputs.Url}/webhooks/<source>`,
    `${told}npm run webhooks -- add <source>${where}`,
  ];
}

/** What curl is told so that a route knows who calls; nothing where anyone may. */
function authentication(stack: LoadedStack, path: string, seed: boolean): string {
  const [scheme, { name = '' } = {}] = securityOf(stack, path) ?? [];
  switch (scheme) {
    case undefined:
      return '';
    case 'sigv4':
      return `--aws-sigv4 aws:amz:${stack.region}:execute-api --user ${OPERATOR}:${OPERATOR} `;
    case 'jwt':
      return `-H "${name}: Bearer <JSON Web Token>" `;
    default:
      return `-H "${name}: ${seed ? SEED_TOKEN : '<token>'}" `;
  }
}

/** A key that nobody issued is the operator's, and its own secret. */
const OPERATOR = 'operator';

/** The security scheme that the document of an API names for `POST` at a path. */
function securityOf({ resources }: LoadedStack, path: string): [string, SecurityScheme?] | undefined {
  for (const { type, attributes } of resources) {
    if (type !== 'aws_api_gateway_rest_api') continue;
    const { paths, components } = JSON.parse(String(attributes.body)) as OpenApiDocument;
    const [name] = (paths?.[path]?.post?.security ?? []).flatMap((requirement) => Object.keys(requirement));
    if (name !== undefined) return [name, components?.securitySchemes?.[name]];
  }
  return undefined;
}

/** What the functions of a stack are told by an environment variable that one of them has. */
function variable({ resources }: LoadedStack, name: string): string | undefined {
  for (const { type, attributes } of resources) {
    if (type !== 'aws_lambda_function') continue;
    const variables = soleBlock(attributes.environment).variables as Record<string, string> | undefined;
    const value = variables?.[name];
    if (value) return value;
  }
  return undefined;
}

/** When everything that has a schedule starts: what fires every minute may do so at another period. */
function scheduleLines(stacks: LoadedStack[], override: number | undefined): string[] {
  const schedules = stacks
    .flatMap(({ resources }) => resources)
    .filter(({ type }) => type === 'aws_scheduler_schedule');
  return schedules.map(({ attributes: { name, schedule_expression: rate } }) => {
    const period =
      override !== undefined && rate === EVERY_MINUTE
        ? `every ${override} s (--schedule-seconds)`
        : `at ${rate}`;
    return `${name} starts now and then ${period}.`;
  });
}
