/** A Lambda function as the stacks define it. */
export interface LambdaFunction {
  region: string;
  name: string;
  arn: string;
  roleArn: string;
  /** `<file>.<export>`, such as `index.handler`. */
  handler: string;
  runtime: string;
  /** Folder of the unzipped code. */
  taskRoot: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
  memoryMb: number;
  /** Most invocations at the same time; beyond it calls are throttled. @default no limit of its own */
  reservedConcurrency?: number;
  logGroup: string;
  /** How `console` writes: tab-separated text or JSON. */
  logFormat: 'Text' | 'JSON';
  /** Bytes of the deployment package. */
  codeSize: number;
}

/** `$LATEST`, the only version that is served. */
export const VERSION = '$LATEST';

/** A new log stream name in Lambda's form: date, version, environment. */
export function logStreamName(now: Date, environmentId: string): string {
  return `${now.toISOString().slice(0, 10).replaceAll('-', '/')}/[${VERSION}]${environmentId}`;
}
