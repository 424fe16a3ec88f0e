import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

/** A hash or HMAC as the SDK's signer wants it. */
class Sha256 {
  private readonly hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', keyOf(secret));
  }
  update(chunk: Uint8Array | string): void {
    this.hash.update(chunk);
  }
  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }
  reset(): void {}
}

function keyOf(secret: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof secret === 'string') return secret;
  return ArrayBuffer.isView(secret)
    ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
    : new Uint8Array(secret);
}

/** What is to be signed, and by whom. */
export interface SignProps {
  url: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  region?: string;
  /** @default `execute-api` */
  service?: string;
  /** @default the operator's */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** @default now */
  date?: Date;
  /** Seconds; signs the query instead of the headers. */
  presignSeconds?: number;
  /** Headers that are signed as they are, and not moved to the query. */
  unhoistable?: string[];
}

/** A request signed by the AWS SDK's own signer. */
export async function sign(props: SignProps): Promise<{ url: string; headers: Record<string, string> }> {
  const { method = 'GET', body, service = 'execute-api', region = 'eu-west-2', date, presignSeconds } = props;
  const url = new URL(props.url);
  const credentials = props.credentials ?? { accessKeyId: 'operator', secretAccessKey: 'operator' };
  const isS3 = service === 's3';
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, uriEscapePath: !isS3 });
  const request = {
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host, ...props.headers },
    body,
  };
  const options = { signingDate: date ?? new Date() };
  if (presignSeconds === undefined) {
    const { headers } = await signer.sign(request, options);
    return { url: props.url, headers };
  }
  const signed = await signer.presign(
    {
      ...request,
      headers: { ...request.headers, ...(isS3 && { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }) },
    },
    { ...options, expiresIn: presignSeconds, unhoistableHeaders: new Set(props.unhoistable) },
  );
  const query = Object.entries(signed.query ?? {}).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`,
  );
  return { url: `${url.origin}${url.pathname}?${query.join('&')}`, headers: signed.headers };
}
