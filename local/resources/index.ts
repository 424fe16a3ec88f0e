import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { awsApiGatewayAccount } from './aws_api_gateway_account';
import { awsApiGatewayDeployment } from './aws_api_gateway_deployment';
import { awsApiGatewayMethodSettings } from './aws_api_gateway_method_settings';
import { awsApiGatewayRestApi } from './aws_api_gateway_rest_api';
import { awsApiGatewayStage } from './aws_api_gateway_stage';
import { awsApigatewayv2Api } from './aws_apigatewayv2_api';
import { awsApigatewayv2Authorizer } from './aws_apigatewayv2_authorizer';
import { awsApigatewayv2Deployment } from './aws_apigatewayv2_deployment';
import { awsApigatewayv2Integration } from './aws_apigatewayv2_integration';
import { awsApigatewayv2IntegrationResponse } from './aws_apigatewayv2_integration_response';
import { awsApigatewayv2Model } from './aws_apigatewayv2_model';
import { awsApigatewayv2Route } from './aws_apigatewayv2_route';
import { awsApigatewayv2RouteResponse } from './aws_apigatewayv2_route_response';
import { awsApigatewayv2Stage } from './aws_apigatewayv2_stage';
import { awsCloudwatchDashboard } from './aws_cloudwatch_dashboard';
import { awsCloudwatchEventArchive } from './aws_cloudwatch_event_archive';
import { awsCloudwatchEventBus } from './aws_cloudwatch_event_bus';
import { awsCloudwatchEventRule } from './aws_cloudwatch_event_rule';
import { awsCloudwatchEventTarget } from './aws_cloudwatch_event_target';
import { awsCloudwatchLogGroup } from './aws_cloudwatch_log_group';
import { awsCloudwatchMetricAlarm } from './aws_cloudwatch_metric_alarm';
import { awsDynamodbTable } from './aws_dynamodb_table';
import { awsIamRole } from './aws_iam_role';
import { awsIamRolePolicy } from './aws_iam_role_policy';
import { awsLambdaFunction } from './aws_lambda_function';
import { awsS3Bucket } from './aws_s3_bucket';
import { awsS3BucketLifecycleConfiguration } from './aws_s3_bucket_lifecycle_configuration';
import { awsS3BucketNotification } from './aws_s3_bucket_notification';
import { awsS3BucketOwnershipControls } from './aws_s3_bucket_ownership_controls';
import { awsS3BucketPolicy } from './aws_s3_bucket_policy';
import { awsS3BucketPublicAccessBlock } from './aws_s3_bucket_public_access_block';
import { awsS3BucketServerSideEncryptionConfiguration } from './aws_s3_bucket_server_side_encryption_configuration';
import { awsSchedulerSchedule } from './aws_scheduler_schedule';
import { awsSecretsmanagerSecret } from './aws_secretsmanager_secret';
import { awsSfnStateMachine } from './aws_sfn_state_machine';
import { awsSqsQueue } from './aws_sqs_queue';
import { awsSqsQueuePolicy } from './aws_sqs_queue_policy';
import { awsSqsQueueRedriveAllowPolicy } from './aws_sqs_queue_redrive_allow_policy';

/** Every Terraform resource type that the local cloud runs: one file each, named as the type, exporting one table. */
const ALL: ResourceType<Services>[] = [
  awsApiGatewayAccount,
  awsApiGatewayDeployment,
  awsApiGatewayMethodSettings,
  awsApiGatewayRestApi,
  awsApiGatewayStage,
  awsApigatewayv2Api,
  awsApigatewayv2Authorizer,
  awsApigatewayv2Deployment,
  awsApigatewayv2Integration,
  awsApigatewayv2IntegrationResponse,
  awsApigatewayv2Model,
  awsApigatewayv2Route,
  awsApigatewayv2RouteResponse,
  awsApigatewayv2Stage,
  awsCloudwatchDashboard,
  awsCloudwatchEventArchive,
  awsCloudwatchEventBus,
  awsCloudwatchEventRule,
  awsCloudwatchEventTarget,
  awsCloudwatchLogGroup,
  awsCloudwatchMetricAlarm,
  awsDynamodbTable,
  awsIamRole,
  awsIamRolePolicy,
  awsLambdaFunction,
  awsS3Bucket,
  awsS3BucketLifecycleConfiguration,
  awsS3BucketNotification,
  awsS3BucketOwnershipControls,
  awsS3BucketPolicy,
  awsS3BucketPublicAccessBlock,
  awsS3BucketServerSideEncryptionConfiguration,
  awsSchedulerSchedule,
  awsSecretsmanagerSecret,
  awsSfnStateMachine,
  awsSqsQueue,
  awsSqsQueuePolicy,
  awsSqsQueueRedriveAllowPolicy,
];

/** The same, by type name. */
export const resourceTypes: ReadonlyMap<string, ResourceType<Services>> = new Map(
  ALL.map((resourceType) => [resourceType.type, resourceType]),
);
