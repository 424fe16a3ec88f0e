import { guide } from '../../local/guide';
import type { LoadedStack } from '../../local/load/load-stacks';

const resource = (type: string, attributes: Record<string, unknown>) => ({
  address: `stack/${type}.x`,
  type,
  region: 'eu-west-2',
  folder: '/',
  attributes,
});
/** An API with one route that asks for a caller by a scheme. */
const api = (path: string, scheme: string, header: string) =>
  resource('aws_api_gateway_rest_api', {
    body: JSON.stringify({
      paths: { [path]: { post: { security: [{ [scheme]: [] }] } } },
      components: { securitySchemes: { [scheme]: { name: header } } },
    }),
  });
const receiver = resource('aws_lambda_function', {
  environment: {
    variables: { WEBHOOKS: '{"sources":{"acme":{"scheme":"github"},"open":{"scheme":"none"}}}' },
  },
});
const schedules = [
  resource('aws_scheduler_schedule', { name: 'x-drain', schedule_expression: 'rate(1 minute)' }),
  resource('aws_scheduler_schedule', { name: 'x-reconcile', schedule_expression: 'rate(1 day)' }),
];

const stack = (
  region: string,
  resources: LoadedStack['resources'],
  outputs: Record<string, unknown>,
): LoadedStack => ({
  name: `stack-${region}`,
  region,
  resources,
  outputs,
});
const connecting = (name: string, header: string) =>
  resource('aws_apigatewayv2_authorizer', { name, identity_sources: [`route.request.header.${header}`] });
const stacks = [
  stack('eu-west-1', schedules, {}),
  stack(
    'eu-west-2',
    [
      api('/publish', 'token', 'X-Token'),
      api('/jobs', 'token', 'X-Token'),
      connecting('token', 'X-Token'),
      receiver,
    ],
    {
      Url: 'http://127.0.0.1:4566/eu-west-2/beta',
      JobsUrl: 'http://127.0.0.1:4566/eu-west-2/beta',
      WebSocketUrl: 'ws://127.0.0.1:4566/eu-west-2/beta',
    },
  ),
  stack('us-east-1', [], {
    Url: 'http://127.0.0.1:4566/us-east-1/beta',
    JobsUrl: 'http://127.0.0.1:4566/us-east-1/beta',
    WebSocketUrl: 'ws://127.0.0.1:4566/us-east-1/beta',
  }),
];
const text = (facts: Partial<Parameters<typeof guide>[1]> = {}, endpoint = 'http://127.0.0.1:4566') =>
  guide({ endpoint, stacks }, { readyMs: 2345, seed: true, ...facts });

describe('what npm start prints', () => {
  it('tells where it runs, when it was ready and when what has a schedule starts', () => {
    expect(text()).toContain('pillarbox runs at http://127.0.0.1:4566, ready after 2.3 s');
    expect(text()).toContain('x-drain starts now and then at rate(1 minute).');
    expect(text({ scheduleSeconds: 5 })).toContain(
      'x-drain starts now and then every 5 s (--schedule-seconds).',
    );
    expect(text({ scheduleSeconds: 5 })).toContain('x-reconcile starts now and then at rate(1 day).');
  });

  it('gives a line to paste per region, with the token header where one is asked for', () => {
    expect(text()).toContain(
      `curl -i -H "X-Token: allow" -H "Content-Type: application/json" -d '{}' http://127.0.0.1:4566/eu-west-2/beta/publish`,
    );
    expect(text()).toContain(
      `curl -i -H "Content-Type: application/json" -d '{}' http://127.0.0.1:4566/us-east-1/beta/publish`,
    );
  });

  it('gives the lines of a job and of a question for it, of one region', () => {
    expect(text()).toContain(
      `curl -i -H "X-Token: allow" -H "Content-Type: application/json" -d '{"seconds": 5}' http://127.0.0.1:4566/eu-west-2/beta/jobs`,
    );
    expect(text()).toContain('curl -H "X-Token: allow" http://127.0.0.1:4566/eu-west-2/beta/jobs/<jobId>');
    expect(text()).not.toContain('us-east-1/beta/jobs');
  });

  it('gives the WebSocket URL of every region, and a message to paste of one', () => {
    expect(text()).toContain(
      'us-east-1: http://127.0.0.1:4566/us-east-1/beta and ws://127.0.0.1:4566/us-east-1/beta',
    );
    expect(text().match(/^node -e .*$/gm)).toEqual([
      `node -e 'const w=new(require("ws"))("ws://127.0.0.1:4566/eu-west-2/beta",{headers:{"X-Token":"allow"}}).on("open",()=>w.send(\`{"MessageGroupId":"test","data":"hello world"}\`)).on("message",m=>console.log(String(m)))'`,
    ]);
  });

  it('leaves a place for a JSON Web Token in a message to paste, and gives none where handshakes are signed', () => {
    const linesOf = (...resources: LoadedStack['resources']) =>
      guide(
        {
          endpoint: '',
          stacks: [stack('eu-west-2', resources, { Url: 'u', JobsUrl: 'u', WebSocketUrl: 'ws://w' })],
        },
        { readyMs: 0, seed: true },
      );

    expect(linesOf(connecting('jwt', 'Authorization'))).toContain(
      `("ws://w",{headers:{"Authorization":"Bearer <JSON Web Token>"}})`,
    );
    expect(linesOf()).toContain(`("ws://w").on(`);
    expect(linesOf(resource('aws_apigatewayv2_route', { authorization_type: 'AWS_IAM' }))).not.toContain(
      'node -e',
    );
  });

  it('signs where calls are signed, and leaves a place for a JSON Web Token', () => {
    const Url = 'http://127.0.0.1:4566/eu-west-2/beta';
    const apis = [api('/publish', 'sigv4', 'Authorization'), api('/jobs', 'jwt', 'Authorization')];
    const lines = guide(
      { endpoint: '', stacks: [stack('eu-west-2', apis, { Url, JobsUrl: Url })] },
      { readyMs: 0, seed: true },
    );
    expect(lines).toContain(
      `curl -i --aws-sigv4 aws:amz:eu-west-2:execute-api --user operator:operator -H "Content-Type: application/json" -d '{}' ${Url}/publish`,
    );
    expect(lines).toContain(`curl -H "Authorization: Bearer <JSON Web Token>" ${Url}/jobs/<jobId>`);
  });

  it('says how to get a token when none is seeded', () => {
    expect(text({ seed: false })).toContain('npm run tokens -- add --principal');
    expect(text({ seed: false })).toContain('-H "X-Token: <token>"');
  });

  it('says how a source of webhooks comes by its secret, where one is declared', () => {
    expect(text({ config: 'other.json' }, 'http://127.0.0.1:5000')).toContain(
      [
        'Webhooks of acme, open, signed by a secret that is theirs: http://127.0.0.1:4566/eu-west-2/beta/webhooks/<source>',
        'PILLARBOX_CONFIG=other.json npm run webhooks -- add <source> --endpoint http://127.0.0.1:5000',
      ].join('\n'),
    );
    expect(guide({ endpoint: '', stacks: [stacks[2]!] }, { readyMs: 0, seed: true })).not.toContain(
      'webhooks',
    );
  });

  it('says how to see the result', () => {
    expect(text()).toMatch(/\nnpm run status -- <id>$/);
    expect(text({ config: 'other.json' }, 'http://127.0.0.1:5000')).toMatch(
      /\nPILLARBOX_CONFIG=other\.json npm run status -- <id> --endpoint http:\/\/127\.0\.0\.1:5000$/,
    );
  });
});
