import { PATIENCE_MS } from '../../../local/lambda/environment-pool';
import { TestLambda } from '../../helpers/local-lambda';

describe('a Lambda function', () => {
  let lambda: TestLambda;
  beforeEach(() => {
    lambda = new TestLambda();
  });
  afterEach(() => lambda.service.stop());

  it('answers its result, and null for none', async () => {
    lambda.create('exports.handler = async (event) => event.echo;');
    expect(await lambda.answer({ echo: { a: [1] } })).toEqual({ a: [1] });
    expect(await lambda.answer({})).toBeNull();
  });

  it('sees its variables, the reserved ones, its role and nothing of this machine', async () => {
    lambda.create('exports.handler = async () => ({ ...process.env });');
    const env = (await lambda.answer()) as Record<string, string>;
    expect(env).toMatchObject({
      COLOUR: 'red',
      AWS_REGION: 'eu-west-1',
      AWS_LAMBDA_FUNCTION_NAME: 'fn',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      _HANDLER: 'index.handler',
    });
    expect(lambda.credentials.find(env.AWS_ACCESS_KEY_ID ?? '').caller).toEqual({
      principal: 'arn:aws:iam::000000000000:role/fn',
      sessionName: 'fn',
      environmentId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(env.PATH).toBeUndefined();
    expect(env.HOME).toBeUndefined();
  });

  it('is given the context of Lambda', async () => {
    lambda.create('exports.handler = async (_e, c) => ({ ...c, left: c.getRemainingTimeInMillis() });', {
      timeoutSeconds: 7,
    });
    const context = (await lambda.answer()) as Record<string, unknown>;
    expect(context).toMatchObject({
      functionName: 'fn',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:fn',
      memoryLimitInMB: '128',
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(context.left).toBeGreaterThan(6000);
    expect(context.left).toBeLessThanOrEqual(7000);
  });

  it('keeps an environment for the next invocation', async () => {
    lambda.create('let count = 0; exports.handler = async () => ++count;');
    expect(await lambda.answer()).toBe(1);
    expect(await lambda.answer()).toBe(2);
  });

  it('starts further environments for invocations that have waited, and for no others', async () => {
    lambda.create(`
      const id = Math.random();
      exports.handler = async ({ ms }) => { await new Promise((r) => setTimeout(r, ms)); return id; };`);
    const environmentsFor = async (events: { ms: number }[]) =>
      new Set(await Promise.all(events.map((event) => lambda.answer(event)))).size;
    expect(await environmentsFor(Array(5).fill({ ms: 1 }))).toBe(1);
    expect(await environmentsFor(Array(3).fill({ ms: 4 * PATIENCE_MS }))).toBe(3);
  });

  it('fails with TooManyRequestsException beyond its reserved concurrency', async () => {
    lambda.create('exports.handler = async () => 1;', { reservedConcurrency: 1 });
    const first = lambda.invoke();
    await expect(lambda.invoke()).rejects.toMatchObject({ code: 'TooManyRequestsException', status: 429 });
    await first;
    expect(await lambda.answer()).toBe(1);
  });

  it('counts its invocations and passes the gate once each', async () => {
    lambda.create('exports.handler = async () => 1;');
    await lambda.invoke();
    await lambda.invoke();
    expect(lambda.service.list()[0]?.invocations).toBe(2);
    expect(lambda.gate.counts.get('lambda:InvokeFunction')).toBe(2);
  });

  it('fails for one that does not exist', async () => {
    await expect(lambda.invoke()).rejects.toMatchObject({ code: 'ResourceNotFoundException', status: 404 });
  });

  it('fails for more than 6 MB in a request', async () => {
    lambda.create('exports.handler = async () => 1;');
    await expect(lambda.invoke('x'.repeat(6 * 1024 * 1024))).rejects.toMatchObject({
      code: 'RequestTooLargeException',
      status: 413,
    });
  });

  it('logs what it prints, in the format it is configured for', async () => {
    lambda.create('exports.handler = async () => { console.log("two\\nlines", { a: 1 }); };');
    lambda.create('exports.handler = async () => { console.error({ a: 1 }); console.info("%d", 7); };', {
      name: 'json',
      logFormat: 'JSON',
      logGroup: 'json',
    });
    await lambda.invoke();
    await lambda.service.invoke({
      region: 'eu-west-1',
      functionName: 'json',
      payload: '{}',
      caller: { principal: 'x' },
    });
    const messages = async (group: string, count: number) => {
      for (;;) {
        const events = lambda.logs.find('eu-west-1', group)?.find() ?? [];
        if (events.length >= count) return events.map(({ message }) => message);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    expect(await messages('/aws/lambda/fn', 1)).toEqual([
      expect.stringMatching(/^\S+Z\t\S{36}\tINFO\ttwo\rlines \{ a: 1 \}$/),
    ]);
    const [error, info] = (await messages('json', 2)).map((line) => JSON.parse(line));
    expect(error).toMatchObject({ level: 'ERROR', message: { a: 1 }, requestId: expect.any(String) });
    expect(info).toMatchObject({ level: 'INFO', message: '7' });
  });
});
