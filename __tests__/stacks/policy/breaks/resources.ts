import type { Arguments } from '../../../helpers/synth';
import type { Statement } from '../statements';
import { type Break, type Breaks, drop, first, inPolicy, referenceTo, set } from './change';

/** The statement of the bucket's policy that denies plain HTTP, changed. */
const ofBucket = (change: Partial<Statement>): Break => ({
  change: inPolicy(['aws_s3_bucket_policy', 'policy'], change),
});
/** The same of the error queue. */
const ofQueue = (change: Partial<Statement>): Break => ({
  change: inPolicy(['aws_sqs_queue_policy', 'policy', 'Statement\\":[{\\"Sid\\":\\"Deny'], change),
});
const onBucketPart = (end: string): Break => ({
  change: inPolicy(['aws_s3_bucket_policy', 'policy'], (of) => ({
    Resource: [`${referenceTo(of, 'aws_s3_bucket', 'arn')}${end}`],
  })),
});
/** The form that the WebSocket API sends to the queue, changed. */
const formOf = (change: (form: string) => string): Break => ({
  change: (of) => {
    const integration = first(of, 'aws_apigatewayv2_integration', 'SendMessage');
    const { $default: form = '' } = integration.request_templates as Record<string, string>;
    integration.request_templates = { $default: change(form) };
  },
});
/** The one lifecycle rule, with something else in it. */
const expiring = (args: Arguments): Break => ({
  change: (of) => {
    const { rule } = first(of, 'aws_s3_bucket_lifecycle_configuration');
    Object.assign((rule as Arguments[])[0]!, args);
  },
});

/** How each rule about data, logs and the API is broken. */
export const RESOURCE_BREAKS: Breaks = {
  'every bucket refuses plain HTTP': {
    'there is no policy': { change: drop('aws_s3_bucket_policy') },
    'TLS is refused as well': ofBucket({ Condition: undefined }),
    'one action is refused only': ofBucket({ Action: 's3:GetObject' }),
    'the bucket is refused without its objects': onBucketPart(''),
    'the objects are refused without the bucket': onBucketPart('/*'),
    'another bucket is refused': ofBucket({ Resource: ['arn:aws:s3:::other', 'arn:aws:s3:::other/*'] }),
    'one principal is refused only': ofBucket({ Principal: { AWS: '999999999999' } }),
  },
  'every bucket is closed to the public': {
    'policies may open it': {
      change: set('aws_s3_bucket_public_access_block', { block_public_policy: false }),
    },
  },
  'every object belongs to the account: there are no access control lists': {
    'objects belong to who wrote them': {
      change: set('aws_s3_bucket_ownership_controls', { rule: { object_ownership: 'ObjectWriter' } }),
    },
  },
  'every bucket is encrypted at rest': {
    'nothing says so': { change: drop('aws_s3_bucket_server_side_encryption_configuration') },
  },
  'every bucket forgets': {
    'there is no lifecycle': { change: drop('aws_s3_bucket_lifecycle_configuration') },
    'the rule is off': expiring({ status: 'Disabled' }),
    'the rule ends half uploads only': expiring({ expiration: undefined }),
    'the rule is about some objects only': expiring({ filter: [{ prefix: 'captures/jobs/' }] }),
  },
  'every queue refuses plain HTTP': {
    'the policy is on another queue': { change: set('aws_sqs_queue_policy', { queue_url: 'another' }) },
    'one action is refused only': ofQueue({ Action: 'sqs:SendMessage' }),
    'another queue is refused': ofQueue({ Resource: ['arn:aws:sqs:eu-west-2:123456789012:other'] }),
  },
  'every queue is encrypted at rest': {
    'it is turned off': { change: set('aws_sqs_queue', { sqs_managed_sse_enabled: false }) },
  },
  'every error queue takes messages of named queues only': {
    'all queues may send there': {
      change: set('aws_sqs_queue_redrive_allow_policy', {
        redrive_allow_policy: '{"redrivePermission":"allowAll"}',
      }),
    },
  },
  'every table is encrypted with a key of the account and can be restored, each replica as well': {
    'nothing is restored': {
      stack: 'central',
      change: set('aws_dynamodb_table', { point_in_time_recovery: undefined }),
    },
    'a replica is not': {
      stack: 'central',
      change: set('aws_dynamodb_table', { replica: [{ region_name: 'eu-west-2' }] }),
    },
  },
  'every archive forgets': {
    'it keeps for ever': {
      stack: 'central',
      change: set('aws_cloudwatch_event_archive', { retention_days: 0 }),
    },
  },
  'no secret has a value': {
    'Terraform has one': {
      stack: 'central',
      change: (of) => Object.assign(of, { aws_secretsmanager_secret_version: { tokens: {} } }),
    },
  },
  'nothing looks like a credential': {
    'there is an access key': {
      change: set('aws_lambda_function', { description: 'AKIAIOSFODNN7EXAMPLE' }),
    },
  },
  'every log group has a retention': {
    'it keeps for ever': { change: set('aws_cloudwatch_log_group', { retention_in_days: undefined }) },
  },
  'every function writes to a log group of its stack': {
    'it says nothing, and Lambda makes one': {
      change: set('aws_lambda_function', { logging_config: undefined }),
    },
    'it names one that Lambda will make': {
      change: set('aws_lambda_function', {
        logging_config: { log_group: '/aws/lambda/pillarbox-authorizer' },
      }),
    },
    'it names one after one of the stack': {
      change: set('aws_lambda_function', {
        logging_config: { log_group: '${aws_cloudwatch_log_group.log.name}-more' },
      }),
    },
  },
  'every workflow writes to a log group of its stack': {
    'it logs nothing': {
      stack: 'central',
      change: set('aws_sfn_state_machine', { logging_configuration: { level: 'OFF' } }),
    },
  },
  'every stage writes its access log to a log group of its stack': {
    'it has none': { change: set('aws_api_gateway_stage', { access_log_settings: undefined }) },
  },
  'no method has an execution log, which would hold payloads and tokens': {
    'it is on': {
      change: set('aws_api_gateway_method_settings', { settings: { logging_level: 'INFO' } }),
    },
  },
  'every WebSocket stage writes its access log to a log group of its stack, and no execution log': {
    'it has no access log': { change: set('aws_apigatewayv2_stage', { access_log_settings: undefined }) },
    'execution logs are on': {
      change: set('aws_apigatewayv2_stage', { default_route_settings: { logging_level: 'INFO' } }),
    },
  },
  'who connects to a WebSocket API is asked for, where it has an authorizer': {
    'anyone connects': {
      change: (of) => {
        first(of, 'aws_apigatewayv2_route', '"route_key":"$connect"').authorization_type = 'NONE';
      },
    },
  },
  'every message is held against a model, which something selects': {
    'nothing selects it': {
      change: (of) => {
        first(of, 'aws_apigatewayv2_route', '"route_key":"$default"').model_selection_expression = undefined;
      },
    },
  },
  'every value that an integration sends to a service is encoded, and nothing passes as it is': {
    'the body is not encoded': formOf((form) => form.replace('$!util.urlEncode($input.body)', '$input.body')),
    'the group is not encoded': formOf((form) => form.replace('$!util.urlEncode($group)', '$group')),
    'bodies pass': { change: set('aws_apigatewayv2_integration', { passthrough_behavior: 'WHEN_NO_MATCH' }) },
  },
  'every route that reaches a service has an authorizer, where the API has one, but for webhooks': {
    'a route asks for no token': {
      change: (of) => {
        const api = first(of, 'aws_api_gateway_rest_api');
        const document = JSON.parse(String(api.body));
        delete document.paths['/publish'].post.security;
        api.body = JSON.stringify(document);
      },
    },
  },
};
