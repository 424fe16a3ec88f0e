import { Construct } from 'constructs';
import { captureApi } from '../apis/capture-api';
import type { Authentication } from '../apis/security';
import type { IngestSettings } from '../config/settings';
import type { ApiAccount } from './api-account';
import type { CaptureBucket } from './capture-bucket';
import { putRole } from './put-role';
import { RegionalStack } from './regional-stack';
import { createRestApi, documentSettings, type RestApi } from './rest-api';
import type { UploadSigner } from './upload-signer';
import type { WebhookReceiver } from './webhook-receiver';

/** What an API of a region is made from. */
export interface GatewayProps {
  /** The deployment's name. */
  name: string;
  settings: IngestSettings;
  bucket: CaptureBucket;
  /** How it tells its callers. */
  auth: Authentication;
  /** Absent when the account's API Gateway setting belongs to somebody else. */
  account?: ApiAccount;
}

/** What the capture API of a region is made from. */
export interface CaptureGatewayProps extends GatewayProps {
  uploads: UploadSigner;
  /** Absent where no source of webhooks is declared. */
  webhooks?: WebhookReceiver;
}

/** The capture API: takes any bytes. */
export class CaptureGateway extends Construct {
  readonly api: RestApi;

  constructor(scope: Construct, id: string, props: CaptureGatewayProps) {
    super(scope, id);
    const { bucket, auth, uploads, webhooks } = props;
    const document = captureApi({
      partition: RegionalStack.of(this).partition,
      settings: documentSettings(props.settings),
      bucket: bucket.name,
      putRoleArn: putRole(this, { name: props.name, bucket, channel: 'publish' }).arn,
      auth,
      uploads,
      webhooks,
    });
    this.api = createRestApi(this, { ...props, api: 'captures', document });
  }
}
