import type { AwsRequest, AwsResponse, Caller, ServiceName } from '../../local/core/call';
import { OpenGate } from '../../local/core/gate';
import { listen } from '../../local/front-door/server';
import { scopeOf } from '../../local/signatures/scope';
import { LocalCloud } from '../../local/local-cloud';
import { readBody } from '../../local/protocol/read-body';

export const REGION = 'eu-west-2';
export const CALLER: Caller = { principal: 'arn:aws:iam::000000000000:role/tester' };

/** A local cloud without stacks, whose clock a test moves. */
export class TestCloud extends LocalCloud {
  override readonly gate = new OpenGate();
  /** Epoch ms. */
  time = 1_700_000_000_000;

  constructor() {
    super();
    this.endpoint = 'http://127.0.0.1:4566';
  }

  override now(): number {
    return this.time;
  }

  /** Calls an operation in the tests' region. */
  ask<T>(service: ServiceName, operation: string, input: unknown, region = REGION): Promise<T> {
    return this.call<T>(region, service, operation, input, CALLER);
  }

  /** Sends a request as the front door would. */
  async send(service: ServiceName, request: Partial<AwsRequest>): Promise<AwsResponse & { text: string }> {
    const { path = '/', ...rest } = request;
    const [plain = '/', query = ''] = path.split('?');
    const response = await this.handle(service, {
      region: REGION,
      caller: CALLER,
      method: 'GET',
      query: new URLSearchParams(query),
      headers: {},
      body: Buffer.alloc(0),
      signal: new AbortController().signal,
      ...rest,
      path: plain,
    });
    const { body } = response;
    const bytes =
      typeof body === 'string' ? Buffer.from(body) : await readBody(body, Number.POSITIVE_INFINITY);
    return { ...response, text: bytes.toString('utf8') };
  }

  /** Serves signed calls over HTTP on a free port, for real clients. */
  async listen(): Promise<{ close(): Promise<void> }> {
    const { port, close } = await listen(0, async (request) => {
      const scope = scopeOf(request.headers.authorization, request.query);
      if (!scope || !this.serves(scope.service)) {
        throw new Error(`no service for ${request.method} ${request.path}`);
      }
      return this.handle(scope.service, { ...request, region: scope.region, caller: CALLER });
    });
    this.endpoint = `http://127.0.0.1:${port}`;
    return { close };
  }

  /** What real clients need to be told. */
  clientConfig(region = REGION) {
    return {
      region,
      endpoint: this.endpoint,
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      maxAttempts: 1,
      forcePathStyle: true,
    };
  }
}
