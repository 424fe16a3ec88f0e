import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { CaptureRecord } from '../../contracts/record';
import { ACCOUNT } from './captures';
import { FakeSecret } from './fake-secrets';

/** What the command line asks of AWS, on one port: a table, buckets, a secret, and who the caller is. */
export class FakeEndpoint {
  readonly secret = new FakeSecret();
  readonly records = new Map<string, CaptureRecord>();
  /** `<bucket>/<key>` of every object, in the order in which S3 lists them. */
  objects: string[] = [];
  /** Method and path of each request to S3. */
  readonly s3Requests: string[] = [];
  private readonly server: Server = createServer((request, response) => void this.serve(request, response));

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += chunk;
    const [service, operation] = String(request.headers['x-amz-target'] ?? '').split('.');
    if (service === 'DynamoDB_20120810') return this.getItem(JSON.parse(body).Key.id.S, response);
    if (service === 'secretsmanager') return this.askSecret(operation ?? '', JSON.parse(body), response);
    if (body.includes('Action=GetCallerIdentity')) return void response.end(CALLER);
    this.askS3(request, response);
  }

  private getItem(id: string, response: ServerResponse): void {
    const record = this.records.get(id);
    response.end(JSON.stringify(record ? { Item: marshall(record, { removeUndefinedValues: true }) } : {}));
  }

  private askSecret(operation: string, input: object, response: ServerResponse): void {
    try {
      response.end(JSON.stringify(this.secret.answer(operation, input)));
    } catch (error) {
      const { name, message } = error as Error;
      response.writeHead(400).end(JSON.stringify({ __type: name, message }));
    }
  }

  private askS3({ method, url = '' }: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url, this.url);
    this.s3Requests.push(`${method} ${decodeURIComponent(pathname)}`);
    const path = decodeURIComponent(pathname.slice(1));
    if (method === 'HEAD') return void response.writeHead(this.objects.includes(path) ? 200 : 404).end();
    const bucket = path.replace(/\/$/, '');
    const keys = this.objects.filter((object) => object.startsWith(`${bucket}/`));
    const from = Number(searchParams.get('continuation-token') ?? 0);
    const page = keys
      .slice(from, from + 1000)
      .map((key) => `<Contents><Key>${key.slice(bucket.length + 1)}</Key></Contents>`);
    const next =
      from + 1000 < keys.length ? `<NextContinuationToken>${from + 1000}</NextContinuationToken>` : '';
    response.end(`<ListBucketResult>${page.join('')}${next}</ListBucketResult>`);
  }
}

const CALLER = `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${ACCOUNT}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
