import { Construct } from 'constructs';
import type { InvokedByApi } from '../apis/lambda-proxy';
import type { IngestSettings, Settings } from '../config/settings';
import { ENV } from '../contracts/environment';
import type { Bundles } from './bundle';
import type { CaptureBucket } from './capture-bucket';
import { invokedFunction } from './invoked-function';
import { NodeFunction } from './node-function';

/** What the signer of uploads of a region is made from. */
export interface UploadSignerProps {
  settings: Pick<Settings, 'name' | 'uploads'>;
  ingest: Pick<IngestSettings, 'logRetentionDays'>;
  bucket: CaptureBucket;
  bundles: Bundles;
}

/** Time-out of the function, seconds: a cold start; it calls nobody. */
const TIMEOUT_SECONDS = 5;

/** The function that signs uploads. Its role puts what is uploaded: a URL can do no more than who signed it. */
export class UploadSigner extends Construct implements InvokedByApi {
  readonly invokeArn: string;
  readonly roleArn: string;

  constructor(scope: Construct, id: string, { settings, ingest, bucket, bundles }: UploadSignerProps) {
    super(scope, id);
    const { name, uploads } = settings;
    const fn = new NodeFunction(this, 'upload', {
      name,
      function: 'upload',
      bundles,
      description: 'Signs uploads',
      timeoutSeconds: TIMEOUT_SECONDS,
      logRetentionDays: ingest.logRetentionDays,
    });
    fn.wire({ [ENV.uploadExpirySeconds]: String(uploads.expirySeconds) });
    bucket.grantPut(fn, 'uploads');
    const { invokeArn, roleArn } = invokedFunction(this, name, 'upload', fn);
    this.invokeArn = invokeArn;
    this.roleArn = roleArn;
  }
}
