import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SFNClient } from '@aws-sdk/client-sfn';
import { workflowStarter } from '../../../lambdas/drain-lane/start-processing';
import { UnknownOutcomeError } from '../../../lambdas/shared/start-trouble';
import { clientConfig } from '../../../lambdas/shared/client-config';
import { InfrastructureError } from '../../../lambdas/shared/infrastructure-error';
import { answering } from '../../helpers/answering';
import { aCapture } from '../../helpers/captures';

let server: Server;
let answer: { status: number; body: object } | 'hang' | 'reset';
let requests: { target?: string | string[]; body: unknown }[];
beforeEach(async () => {
  requests = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push({ target: request.headers['x-amz-target'], body: JSON.parse(body) });
    if (answer === 'reset') request.socket.destroy();
    else if (answer !== 'hang') response.writeHead(answer.status).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** The starter as the handler builds it, on a workflow service of this test. */
const start = (timeoutMs = 5000) =>
  workflowStarter({
    processingArn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:process',
    client: new SFNClient({
      ...clientConfig({ region: 'eu-west-1', maxAttempts: 1, requestTimeoutMs: 60_000, maxSockets: 2 }),
      disableHostPrefix: true,
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  })(capture, timeoutMs);
const capture = aCapture();

const ended = (status: string, rest: object) => ({
  status: 200,
  body: { executionArn: 'arn', startDate: 1, stopDate: 2, status, ...rest },
});

it('an execution that succeeded answers with its outcome', async () => {
  answer = ended('SUCCEEDED', { output: '{"outcome":"TERMINAL","status":"COMPLETED"}' });

  expect(await start()).toEqual({ outcome: 'TERMINAL', status: 'COMPLETED' });
  expect(requests).toEqual([
    {
      target: 'AWSStepFunctions.StartSyncExecution',
      body: {
        stateMachineArn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:process',
        input: JSON.stringify(capture),
      },
    },
  ]);
});

it.each([
  ['FAILED', { error: 'InfrastructureError', cause: 'x' }, 'execution FAILED: InfrastructureError'],
  ['FAILED', { error: 'InfrastructureError', cause: 'null' }, 'execution FAILED: InfrastructureError'],
  ['TIMED_OUT', {}, 'execution TIMED_OUT'],
  ['SUCCEEDED', { output: '{"outcome":"CLAIMED"}' }, 'without an outcome'],
  ['SUCCEEDED', { output: 'null' }, 'without an outcome'],
])('fails as trouble of ours when an execution ends %s with %j', async (status, rest, message) => {
  answer = ended(status, rest);

  await expect(start()).rejects.toThrow(InfrastructureError);
  await expect(start()).rejects.toThrow(message);
});

it('names the error behind a failed execution, and does not quote its message', async () => {
  const cause = JSON.stringify({ Error: 'Lambda.TooManyRequestsException', Cause: '{"secret":1}' });
  answer = ended('FAILED', { error: 'InfrastructureError', cause });

  await expect(start()).rejects.toThrow(/^execution FAILED: Lambda\.TooManyRequestsException$/);
});

it.each([400, 500])('fails as trouble of ours when the service answers %d, and asks once', async (status) => {
  answer = { status, body: { __type: 'ThrottlingException', message: 'slow down' } };

  await expect(start()).rejects.toThrow(InfrastructureError);
  expect(requests).toHaveLength(1);
});

it.each(['ECONNREFUSED', 'ENOTFOUND'])(
  'fails as trouble of ours when there is no connection: %s',
  async (code) => {
    const refused = Object.assign(new Error('connect'), { code });
    const { client } = answering(new SFNClient({ region: 'eu-west-1' }), {
      StartSyncExecutionCommand: refused,
    });

    await expect(workflowStarter({ client, processingArn: 'arn' })(capture, 5000)).rejects.toThrow(
      InfrastructureError,
    );
  },
);

it.each(['hang', 'reset'] as const)(
  'fails with an unknown outcome when the answer is a %s, and asks once',
  async (fault) => {
    answer = fault;

    await expect(start(100)).rejects.toThrow(UnknownOutcomeError);
    expect(requests).toHaveLength(1);
  },
);
