import { Construct } from 'constructs';
import type { IngestSettings, Settings } from '../config/settings';
import { ENV } from '../contracts/environment';
import { webhookSecretName } from '../contracts/naming';
import type { Bundles } from './bundle';
import type { CaptureBucket } from './capture-bucket';
import { invokedFunction } from './invoked-function';
import { NodeFunction } from './node-function';
import { grantReadReplica } from './replicated-secret';
import { literal } from './template-literal';

/** What the receiver of webhooks of a region is made from. */
export interface WebhookReceiverProps {
  settings: Pick<Settings, 'name' | 'webhooks'>;
  ingest: Pick<IngestSettings, 'logRetentionDays'>;
  bucket: CaptureBucket;
  bundles: Bundles;
}

/** Time-out of the function, seconds: a cold start, two tries to read the secret, one write. API Gateway waits for 29. */
const TIMEOUT_SECONDS = 15;

/** The function that takes webhooks: it reads its region's replica of their secrets and puts captures of their channel. */
export class WebhookReceiver extends Construct {
  readonly invokeArn: string;
  /** ARN of the role by which API Gateway calls the function. */
  readonly roleArn: string;

  constructor(scope: Construct, id: string, { settings, ingest, bucket, bundles }: WebhookReceiverProps) {
    super(scope, id);
    const { name, webhooks } = settings;
    const fn = new NodeFunction(this, 'webhook', {
      name,
      function: 'webhook',
      bundles,
      description: 'Verifies webhooks and captures them',
      timeoutSeconds: TIMEOUT_SECONDS,
      logRetentionDays: ingest.logRetentionDays,
    });
    fn.wire({ [ENV.webhooks]: literal(JSON.stringify(webhooks)) });
    grantReadReplica(fn, ENV.webhookSecret, webhookSecretName(name));
    bucket.grantPut(fn, 'webhooks');
    const { invokeArn, roleArn } = invokedFunction(this, name, 'webhook', fn);
    this.invokeArn = invokeArn;
    this.roleArn = roleArn;
  }
}
