import { ApiGatewayDeployment } from '@cdktf/provider-aws/lib/api-gateway-deployment';
import { ApiGatewayMethodSettings } from '@cdktf/provider-aws/lib/api-gateway-method-settings';
import { ApiGatewayRestApi } from '@cdktf/provider-aws/lib/api-gateway-rest-api';
import { ApiGatewayStage } from '@cdktf/provider-aws/lib/api-gateway-stage';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { Construct } from 'constructs';
import { ACCESS_LOG_FORMAT } from '../apis/access-log';
import type { IngestSettings } from '../config/settings';
import { type ApiId, accessLogGroupName } from '../contracts/naming';
import type { ApiAccount } from './api-account';
import { documentHash } from './document-hash';
import { literal } from './template-literal';

/** What a REST API of a region is made from. */
export interface RestApiProps {
  /** The deployment's name. */
  name: string;
  settings: IngestSettings;
  /** Which API: names its access log. */
  api: ApiId;
  /** OpenAPI document with API Gateway's extensions. Its title is the API's name. */
  document: { info: { title: string } } & Record<string, unknown>;
  /** Absent when the account's API Gateway setting belongs to somebody else. */
  account?: ApiAccount;
}

/** A REST API that is served. */
export interface RestApi {
  /** URL of the stage, without a slash at the end. */
  url: string;
  /** ARN of all methods of the stage. */
  methods: string;
}

/**
 * Creates, in a construct of its own, a regional REST API with one stage: logged, traced and throttled.
 */
export function createRestApi(scope: Construct, props: RestApiProps): RestApi {
  const body = JSON.stringify(props.document);
  const api = new ApiGatewayRestApi(scope, 'api', {
    name: props.document.info.title,
    description: literal(props.settings.api.description),
    body,
    endpointConfiguration: { types: ['REGIONAL'] },
  });
  const deployment = new ApiGatewayDeployment(scope, 'deployment', {
    restApiId: api.id,
    triggers: { document: documentHash(scope, body) },
    lifecycle: { createBeforeDestroy: true },
  });
  const stage = createStage(scope, props, api.id, deployment.id);
  throttle(scope, props.settings.api.throttle, stage);
  return { url: stage.invokeUrl, methods: `${api.executionArn}/${props.settings.api.stageName}/*/*` };
}

/** The settings that a document is made from, what is literal in them escaped for Terraform. */
export function documentSettings(settings: IngestSettings): IngestSettings {
  return { ...settings, api: { ...settings.api, description: literal(settings.api.description) } };
}

function createStage(
  scope: Construct,
  { name, settings, api, account }: RestApiProps,
  restApiId: string,
  deploymentId: string,
): ApiGatewayStage {
  const log = new CloudwatchLogGroup(scope, 'log', {
    name: accessLogGroupName(name, api),
    retentionInDays: settings.logRetentionDays,
  });
  return new ApiGatewayStage(scope, 'stage', {
    restApiId,
    deploymentId,
    stageName: settings.api.stageName,
    xrayTracingEnabled: true,
    accessLogSettings: { destinationArn: log.arn, format: ACCESS_LOG_FORMAT },
    dependsOn: account && [account.account],
  });
}

function throttle(
  scope: Construct,
  { ratePerSecond, burst }: IngestSettings['api']['throttle'],
  stage: ApiGatewayStage,
): void {
  new ApiGatewayMethodSettings(scope, 'methods', {
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
