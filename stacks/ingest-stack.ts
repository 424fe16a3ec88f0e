import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { readJobModel } from '../config/job-schema';
import { hasWebhooks, type IngestSettings, type Settings } from '../config/settings';
import { ApiAccount } from '../constructs/api-account';
import type { Bundles } from '../constructs/bundle';
import { CaptureBucket } from '../constructs/capture-bucket';
import { CaptureGateway } from '../constructs/capture-gateway';
import { CaptureQueue } from '../constructs/capture-queue';
import { JobsGateway } from '../constructs/jobs-gateway';
import { MessageQueue } from '../constructs/message-queue';
import { MessagesGateway } from '../constructs/messages-gateway';
import { QueueAlarms } from '../constructs/queue-alarms';
import { RegionalStack } from '../constructs/regional-stack';
import { TokenAuthorizer } from '../constructs/token-authorizer';
import { WebhookReceiver } from '../constructs/webhook-receiver';

export interface IngestStackProps {
  settings: Settings;
  ingest: IngestSettings;
  bundles: Bundles;
}

/** Everything a region needs to capture on its own; shares nothing with another region at capture time. */
export class IngestStack extends RegionalStack {
  constructor(scope: Construct, { settings, ingest, bundles }: IngestStackProps) {
    super(scope, `ingest-${ingest.region}`, { region: ingest.region, settings });
    const { name } = settings;

    const queue = new CaptureQueue(this, 'captures', { settings });
    const bucket = new CaptureBucket(this, 'store', { settings });
    bucket.notify(queue);
    const messages = new MessageQueue(this, 'messages', { settings });
    const { maxProcessingAttempts } = ingest;
    new QueueAlarms(this, 'alarms', { settings, maxProcessingAttempts, queues: queue, holds: 'captures' });
    new QueueAlarms(this, 'message-alarms', {
      settings,
      maxProcessingAttempts,
      queues: messages,
      holds: 'messages',
    });

    const api = {
      name,
      settings: ingest,
      bucket,
      authorizer:
        ingest.auth.mode === 'token'
          ? new TokenAuthorizer(this, 'auth', { name, settings: ingest, bundles })
          : undefined,
      webhooks: hasWebhooks(settings)
        ? new WebhookReceiver(this, 'webhooks', { settings, ingest, bucket, bundles })
        : undefined,
      account: settings.apiGatewayAccount ? new ApiAccount(this, 'account', { settings }) : undefined,
    };
    const gateway = new CaptureGateway(this, 'capture', api);
    const jobs = new JobsGateway(this, 'jobs', {
      ...api,
      recordsRegion: settings.central.region,
      jobSchema: readJobModel().schema,
      bundles,
    });
    const sockets = new MessagesGateway(this, 'sockets', { ...api, queue: messages });

    new TerraformOutput(this, 'Url', { value: gateway.url });
    new TerraformOutput(this, 'JobsUrl', { value: jobs.url });
    new TerraformOutput(this, 'WebSocketUrl', { value: sockets.url });
    new TerraformOutput(this, 'Queue', { value: queue.queue.url });
    new TerraformOutput(this, 'ErrorQueue', { value: queue.errorQueue.url });
    new TerraformOutput(this, 'MessageQueue', { value: messages.queue.url });
    new TerraformOutput(this, 'MessageErrorQueue', { value: messages.errorQueue.url });
    new TerraformOutput(this, 'BucketName', { value: bucket.bucket.bucket });
  }
}
