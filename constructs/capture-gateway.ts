import { createHash } from 'node:crypto';
import { ApiGatewayDeployment } from '@cdktf/provider-aws/lib/api-gateway-deployment';
import { ApiGatewayMethodSettings } from '@cdktf/provider-aws/lib/api-gateway-method-settings';
import { ApiGatewayRestApi } from '@cdktf/provider-aws/lib/api-gateway-rest-api';
import { ApiGatewayStage } from '@cdktf/provider-aws/lib/api-gateway-stage';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DefaultTokenResolver, StringConcat, Tokenization } from 'cdktf';
import { Construct } from 'constructs';
import { ACCESS_LOG_FORMAT } from '../apis/access-log';
import { captureApi } from '../apis/capture-api';
import type { IngestSettings } from '../config/settings';
import { CAPTURE_PREFIX } from '../contracts/capture';
import { accessLogGroupName, roleName } from '../contracts/naming';
import type { ApiAccount } from './api-account';
import type { CaptureBucket } from './capture-bucket';
import { allow } from './policy';
import { RegionalStack } from './regional-stack';
import { ServiceRole } from './service-role';
import { literal } from './template-literal';
import type { TokenAuthorizer } from './token-authorizer';

/** What the capture API of a region is made from. */
export interface CaptureGatewayProps {
  /** The deployment's name. */
  name: string;
  settings: IngestSettings;
  bucket: CaptureBucket;
  /** Absent when anyone may post. */
  authorizer?: TokenAuthorizer;
  /** Absent when the account's API Gateway setting belongs to somebody else. */
  account?: ApiAccount;
}

/** The capture API: a regional REST API with one stage, logged, traced and throttled. */
export class CaptureGateway extends Construct {
  /** URL of the stage, without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: CaptureGatewayProps) {
    super(scope, id);
    const body = this.document(props);
    const api = new ApiGatewayRestApi(this, 'api', {
      name: props.settings.api.name,
      description: literal(props.settings.api.description),
      body,
      endpointConfiguration: { types: ['REGIONAL'] },
    });
    const deployment = new ApiGatewayDeployment(this, 'deployment', {
      restApiId: api.id,
      triggers: { document: this.hash(body) },
      lifecycle: { createBeforeDestroy: true },
    });
    const stage = this.createStage(props, api.id, deployment.id);
    this.throttle(props.settings.api.throttle, stage);
    this.url = stage.invokeUrl;
  }

  private document({ name, settings, bucket, authorizer }: CaptureGatewayProps): string {
    const { partition, region } = RegionalStack.of(this);
    const put = new ServiceRole(this, 'put', {
      name: roleName(name, region, 'capture-put'),
      service: 'apigateway.amazonaws.com',
      statements: [allow(['s3:PutObject'], [`${bucket.bucket.arn}/${CAPTURE_PREFIX}publish/*`])],
    });
    return JSON.stringify(
      captureApi({
        partition,
        settings: { ...settings, api: { ...settings.api, description: literal(settings.api.description) } },
        bucket: bucket.name,
        putRoleArn: put.arn,
        authorizer,
      }),
    );
  }

  /** Of the document with its references written out: placeholders differ from one synthesis to the next. */
  private hash(body: string): string {
    const resolver = new DefaultTokenResolver(new StringConcat());
    const resolved: string = Tokenization.resolve(body, { scope: this, resolver, preparing: false });
    return createHash('sha256').update(resolved).digest('hex');
  }

  private createStage(
    { name, settings, account }: CaptureGatewayProps,
    restApiId: string,
    deploymentId: string,
  ) {
    const log = new CloudwatchLogGroup(this, 'log', {
      name: accessLogGroupName(name),
      retentionInDays: settings.logRetentionDays,
    });
    return new ApiGatewayStage(this, 'stage', {
      restApiId,
      deploymentId,
      stageName: settings.api.stageName,
      xrayTracingEnabled: true,
      accessLogSettings: { destinationArn: log.arn, format: ACCESS_LOG_FORMAT },
      dependsOn: account && [account.account],
    });
  }

  private throttle(
    { ratePerSecond, burst }: IngestSettings['api']['throttle'],
    stage: ApiGatewayStage,
  ): void {
    new ApiGatewayMethodSettings(this, 'methods', {
      restApiId: stage.restApiId,
      stageName: stage.stageName,
      methodPath: '*/*',
      settings: {
        throttlingRateLimit: ratePerSecond,
        throttlingBurstLimit: burst,
        metricsEnabled: true,
        // Execution logs would hold payloads and the token header.
        loggingLevel: 'OFF',
        dataTraceEnabled: false,
      },
    });
  }
}
