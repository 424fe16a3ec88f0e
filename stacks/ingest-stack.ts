import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { readJobModel } from '../config/job-schema';
import { hasWebhooks, type IngestSettings, type Settings } from '../config/settings';
import type { ApiId } from '../contracts/naming';
import { ApiAccount } from '../constructs/api-account';
import type { Bundles } from '../constructs/bundle';
import { authenticate } from '../constructs/authentication';
import { CaptureBucket } from '../constructs/capture-bucket';
import { CaptureGateway } from '../constructs/capture-gateway';
import { CaptureQueue } from '../constructs/capture-queue';
import { JobsGateway } from '../constructs/jobs-gateway';
import { MessageQueue } from '../constructs/message-queue';
import { MessagesGateway } from '../constructs/messages-gateway';
import { QueueAlarms } from '../constructs/queue-alarms';
import { InvokeRole } from '../constructs/invoke-role';
import { RegionalStack } from '../constructs/regional-stack';
import { UploadSigner } from '../constructs/upload-signer';
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

    const auth = authenticate(this, { name, settings: ingest, bundles });
    const api = {
      name,
      settings: ingest,
      bucket,
      account: settings.apiGatewayAccount ? new ApiAccount(this, 'account', { settings }) : undefined,
    };
    const captures = new CaptureGateway(this, 'capture', {
      ...api,
      auth: auth.captures,
      uploads: new UploadSigner(this, 'uploads', { settings, ingest, bucket, bundles }),
      webhooks: hasWebhooks(settings)
        ? new WebhookReceiver(this, 'webhooks', { settings, ingest, bucket, bundles })
        : undefined,
    });
    const jobs = new JobsGateway(this, 'jobs', {
      ...api,
      auth: auth.jobs,
      recordsRegion: settings.replicateStatus ? ingest.region : settings.central.region,
      jobSchema: readJobModel().schema,
      bundles,
    });
    const sockets = new MessagesGateway(this, 'sockets', {
      ...api,
      auth: auth.messages,
      queue: messages,
    });

    const methods = { captures: captures.api.methods, jobs: jobs.api.methods, messages: sockets.connect };
    const signed = Object.entries(methods).filter(([name]) => auth[name as ApiId].mode === 'iam');
    if (signed.length > 0) {
      const role = new InvokeRole(this, 'invoke', {
        name,
        methods: signed.map(([, method]) => method),
        others: settings.ingest.filter(({ region }) => region !== ingest.region),
      });
      new TerraformOutput(this, 'InvokeRole', { value: role.arn });
    }

    new TerraformOutput(this, 'Url', { value: captures.api.url });
    new TerraformOutput(this, 'JobsUrl', { value: jobs.api.url });
    new TerraformOutput(this, 'WebSocketUrl', { value: sockets.url });
    new TerraformOutput(this, 'Queue', { value: queue.queue.url });
    new TerraformOutput(this, 'ErrorQueue', { value: queue.errorQueue.url });
    new TerraformOutput(this, 'MessageQueue', { value: messages.queue.url });
    new TerraformOutput(this, 'MessageErrorQueue', { value: messages.errorQueue.url });
    new TerraformOutput(this, 'BucketName', { value: bucket.bucket.bucket });
  }
}
