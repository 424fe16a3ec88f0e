import { TestLambda } from '../../helpers/local-lambda';

describe('a Lambda function that goes wrong', () => {
  let lambda: TestLambda;
  beforeEach(() => {
    lambda = new TestLambda();
  });
  afterEach(() => lambda.service.stop());

  it('fails with the error it throws, and its environment goes on', async () => {
    lambda.create(
      'let n = 0; exports.handler = async (e) => { n++; if (e.bad) throw new TypeError("bad"); return n; };',
    );
    expect(await lambda.failure({ bad: true })).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'bad',
      trace: expect.arrayContaining(['TypeError: bad']),
    });
    expect(await lambda.answer()).toBe(2);
  });

  it('fails with what it throws that is no error', async () => {
    lambda.create('exports.handler = async () => { throw "text"; };');
    expect(await lambda.failure()).toEqual({ errorType: 'string', errorMessage: 'text', trace: [] });
  });

  it('fails when it runs longer than its time-out, busy or waiting, and starts afresh', async () => {
    lambda.create(
      'let n = 0; exports.handler = async (e) => { n++; if (e.busy) for (;;); if (e.wait) await new Promise(() => {}); return n; };',
      { timeoutSeconds: 0.2 },
    );
    for (const event of [{ busy: true }, { wait: true }]) {
      const { errorType, errorMessage } = await lambda.failure(event);
      expect(errorType).toBe('Sandbox.Timedout');
      expect(errorMessage).toMatch(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 0\.20 seconds$/);
    }
    expect(await lambda.answer()).toBe(1);
  });

  it('fails with Runtime.ExitError when its process ends', async () => {
    lambda.create('exports.handler = async () => process.exit(3);');
    const { errorType, errorMessage } = await lambda.failure();
    expect(errorType).toBe('Runtime.ExitError');
    expect(errorMessage).toMatch(/Error: Runtime exited with error: exit status 3$/);
  });

  it('fails with Runtime.ExitError when it is out of memory', async () => {
    lambda.create(
      'exports.handler = async () => { const a = []; for (;;) a.push(new Array(1000).fill(Math.random())); };',
      { memoryMb: 32 },
    );
    const { errorType, errorMessage } = await lambda.failure();
    expect(errorType).toBe('Runtime.ExitError');
    expect(errorMessage).toMatch(/Runtime exited with error: signal: killed$/);
  });

  it('fails for a rejection that nobody handles, and starts afresh', async () => {
    lambda.create(
      'let n = 0; exports.handler = async (e) => { n++; if (e.bad) { Promise.reject(new Error("lost")); await new Promise(() => {}); } return n; };',
    );
    expect(await lambda.failure({ bad: true })).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'Error: lost',
    });
    expect(await lambda.answer()).toBe(1);
  });

  it.each([
    ['a missing module', 'require("nowhere");', 'index.handler', 'Runtime.ImportModuleError'],
    ['a missing file', '', 'other.handler', 'Runtime.ImportModuleError'],
    ['a syntax error', 'const = 1;', 'index.handler', 'Runtime.UserCodeSyntaxError'],
    ['a missing export', 'exports.other = 1;', 'index.handler', 'Runtime.HandlerNotFound'],
    ['an error while it loads', 'throw new RangeError("early");', 'index.handler', 'RangeError'],
  ])('fails for code with %s', async (_what, code, handler, errorType) => {
    lambda.create(code, { handler });
    expect((await lambda.failure()).errorType).toBe(errorType);
    expect((await lambda.failure()).errorType).toBe(errorType);
  });

  it('fails for a result that is no JSON, and for one beyond 6 MB', async () => {
    lambda.create('exports.handler = async (e) => (e.big ? "x".repeat(6291556) : 1n);');
    expect((await lambda.failure()).errorType).toBe('Runtime.MarshalError');
    expect((await lambda.failure({ big: true })).errorType).toBe('Function.ResponseSizeTooLarge');
  });

  it('fails what is under way when the local cloud stops', async () => {
    lambda.create('exports.handler = () => new Promise(() => {});');
    const running = lambda.failure();
    await lambda.service.stop();
    expect((await running).errorType).toBe('Runtime.ExitError');
    await expect(lambda.invoke()).rejects.toThrow(/No environment may start/);
  });

  it('logs the error', async () => {
    lambda.create('exports.handler = async () => { throw new Error("seen"); };');
    await lambda.failure();
    expect(lambda.logs.find('eu-west-1', '/aws/lambda/fn')?.find({ text: 'seen' })).toHaveLength(1);
  });

  it('fails at load when its handler takes a callback', async () => {
    lambda.create('exports.handler = (event, context, callback) => callback(null, 1);');
    expect(await lambda.failure()).toMatchObject({
      errorType: 'Runtime.CallbackHandlerDeprecated',
      errorMessage: expect.stringContaining('takes a callback'),
    });
  });

  it('logs a last line without a line break', async () => {
    lambda.create(
      'exports.handler = () => new Promise(() => process.stdout.write("the end", () => process.exit(1)));',
    );
    await lambda.failure();
    const find = () => lambda.logs.find('eu-west-1', '/aws/lambda/fn')?.find({ text: 'the end' }) ?? [];
    await until(() => find().some(({ message }) => message === 'the end'));
  });

  it.each([
    'arn:aws-cn:lambda:eu-west-1:000000000000:function:fn',
    'arn:aws:lambda:eu-west-2:000000000000:function:fn',
    'arn:aws:lambda:eu-west-1:111111111111:function:fn',
    'arn:aws:lambda:eu-west-1:000000000000:function:fn:live',
    'arn:aws:s3:eu-west-1:000000000000:function:fn',
  ])('is not found as %s', (arn) => {
    lambda.create('exports.handler = async () => 1;');
    expect(() => lambda.service.find('eu-west-1', arn)).toThrow(`Function not found: ${arn}`);
    lambda.service.find('eu-west-1', 'arn:aws:lambda:eu-west-1:000000000000:function:fn');
    lambda.service.find('eu-west-1', 'arn:aws:lambda:eu-west-1:000000000000:function:fn:$LATEST');
  });
});

/** Waits for what happens in another thread. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
