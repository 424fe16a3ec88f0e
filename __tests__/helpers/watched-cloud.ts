import type { AwsRequest, AwsResponse, ServiceName } from '../../local/core/call';
import { readBody } from '../../local/protocol/read-body';
import { TestCloud } from './test-cloud';

/** A local cloud that notes what it is asked, as `<service> <operation>`, or `<service> <method>` where none is named. */
export class WatchedCloud extends TestCloud {
  readonly asked: string[] = [];
  private readonly answers = new Map<string, () => AwsResponse>();
  private readonly others = new Map<string, () => Promise<unknown>>();

  /** Refuses an operation from now on. */
  refuse(call: string): void {
    const body = JSON.stringify({ __type: 'AccessDeniedException', message: 'refused' });
    this.answers.set(call, () => ({ status: 400, headers: {}, body }));
  }

  /** Answers an operation from now on, in place of the service. */
  answer(call: string, output: () => object): void {
    this.answers.set(call, () => ({ status: 200, headers: {}, body: JSON.stringify(output()) }));
  }

  /** What somebody else does just before an operation is asked for, once. */
  before(call: string, act: () => Promise<unknown>): void {
    this.others.set(call, act);
  }

  override async handle(service: ServiceName, request: AwsRequest): Promise<AwsResponse> {
    const operation = request.headers['x-amz-target']?.split('.')[1] ?? request.method;
    const call = `${service} ${operation}`;
    this.asked.push(call);
    const other = this.others.get(call);
    this.others.delete(call);
    await other?.();
    const answer = this.answers.get(call);
    if (answer) return answer();
    return super.handle(service, service === 'sqs' ? await withoutWait(request) : request);
  }
}

/** The same call, whose long poll does not wait: nobody sends anything while a command looks. */
async function withoutWait(request: AwsRequest): Promise<AwsRequest> {
  const text = (await readBody(request.body, 1e6)).toString();
  return { ...request, body: Buffer.from(text.replace(/"WaitTimeSeconds":\d+/, '"WaitTimeSeconds":0')) };
}
