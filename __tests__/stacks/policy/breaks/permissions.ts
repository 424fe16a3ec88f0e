import type { Statement } from '../statements';
import { type Break, type Breaks, first, inPolicy, inRole, set } from './change';

const ACCOUNT = '${data.aws_caller_identity.caller.account_id}';
const BUCKET = 'arn:aws:s3:::bucket';

/** A role policy on some resource. */
const onResource = (Resource: string): Break => ({ change: inRole({ Action: 's3:GetObject', Resource }) });
/** The statement that lets the bucket into the queue, with other conditions. */
const lettingIn = (Condition: Statement['Condition']): Break => ({
  change: inPolicy(['aws_sqs_queue_policy', 'policy', 'AllowCaptureBucket'], { Condition }),
});
/** The trust policy of a role of the centre that a service assumes, with other conditions. */
const trusting = (service: string, Condition?: Statement['Condition']): Break => ({
  stack: 'central',
  change: inPolicy(['aws_iam_role', 'assume_role_policy', service], { Condition }),
});
const principal = (Principal: unknown): Break => ({
  change: inPolicy(['aws_sqs_queue_policy', 'policy', 'AllowCaptureBucket'], { Principal }),
});
/** A policy on a queue itself, where nobody looks. */
const queuePolicy = (policy: string): Break => ({ change: set('aws_sqs_queue', { policy }) });

/** How each rule about permissions is broken. */
export const PERMISSION_BREAKS: Breaks = {
  'no action is a wildcard': {
    'an action ends in *': { change: inRole({ Action: 's3:Get*' }) },
    'all actions of a service are trusted': {
      change: inPolicy(['aws_iam_role', 'assume_role_policy'], { Action: 'sts:*' }),
    },
  },
  'only explained actions are allowed on every resource, to the roles that need them': {
    'an action is explained for nobody': { change: inRole({ Action: 's3:GetObject', Resource: '*' }) },
    '* is one resource among others': {
      change: inRole({ Action: 's3:GetObject', Resource: [BUCKET, '*'] }),
    },
    'a function may write every log': {
      change: inRole({ Action: ['logs:PutLogEvents'], Resource: '*' }, 'secretsmanager:GetSecretValue'),
    },
    'the role that puts objects may write every log': {
      change: inRole({ Action: ['logs:PutLogEvents'], Resource: '*' }, 's3:PutObject'),
    },
    'a workflow may do what the account setting needs': {
      stack: 'central',
      change: inRole({ Action: ['logs:PutLogEvents'], Resource: '*' }, 'logs:CreateLogDelivery'),
    },
  },
  'only explained wildcards stand in resources': {
    'the account and the region are open': onResource('arn:aws:dynamodb:*:*:*'),
    'the bucket is open': onResource('arn:aws:s3:::*/captures/*'),
    'the region of the bucket is open': onResource(
      `arn:\${data.aws_partition.p.partition}:s3:::pillarbox-captures-${ACCOUNT}-*/captures/*`,
    ),
    'the account of the bucket is open': onResource(
      'arn:${data.aws_partition.p.partition}:s3:::pillarbox-captures-*-eu-west-2/captures/*',
    ),
    'all streams of what is no log group': onResource('${aws_sqs_queue.captures.arn}:*'),
    'all log groups that begin like one': onResource('${aws_cloudwatch_log_group.log.arn}*'),
    'all objects of a bucket': onResource('${aws_s3_bucket.store.arn}/*'),
    'the secret of another account': onResource(
      'arn:aws:secretsmanager:eu-west-2:*:secret:pillarbox-tokens-??????',
    ),
  },
  'every role may do what its own policy says, nothing by managed or inline policies': {
    'a managed policy is attached': {
      change: set('aws_iam_role', { managed_policy_arns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }),
    },
    'a policy is inline': { change: set('aws_iam_role', { inline_policy: [{ name: 'more' }] }) },
  },
  'policies stand only where these rules look for them': {
    'a queue has its policy itself': queuePolicy('{"Version":"2012-10-17","Statement":[]}'),
    'the policy begins with something else': queuePolicy('{ "Id": "1", "Statement": [] }'),
    'the policy is made by Terraform': queuePolicy('${data.aws_iam_policy_document.some.json}'),
    'the policy is in a block': {
      change: set('aws_iam_role', { inline_policy: [{ policy: '{"Statement":[]}' }] }),
    },
    'the policy is in a document': {
      change: (of) => {
        const api = first(of, 'aws_api_gateway_rest_api');
        const document = JSON.parse(String(api.body));
        document['x-amazon-apigateway-policy'] = { Statement: [] };
        api.body = JSON.stringify(document);
      },
    },
  },
  'policies hold on one side: no NotAction, NotResource or NotPrincipal': {
    'all actions but one are allowed': { change: inRole({ NotAction: 's3:GetObject' }) },
  },
  'nobody is let in but services, by name, and this account': {
    'everybody is let in': principal('*'),
    'every account is let in': principal({ AWS: '*' }),
    'another account is let in': principal({ AWS: 'arn:aws:iam::999999999999:root' }),
    'an account is let in beside a service': principal({ Service: 's3.amazonaws.com', AWS: '999999999999' }),
  },
  'every service that a resource policy lets in acts for one resource of this account': {
    'nothing is asked of it': lettingIn(undefined),
    'the resource is not asked for': lettingIn({ StringEquals: { 'aws:SourceAccount': ACCOUNT } }),
    'the account is not asked for': lettingIn({ ArnLike: { 'aws:SourceArn': BUCKET } }),
    'the account is another': lettingIn({
      ArnLike: { 'aws:SourceArn': BUCKET },
      StringEquals: { 'aws:SourceAccount': '999999999999' },
    }),
    'any resource will do': lettingIn({
      ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' },
      StringEquals: { 'aws:SourceAccount': ACCOUNT },
    }),
  },
  'every role is assumed for this account only, where its service says for whom': {
    'Step Functions is not asked': trusting('states.amazonaws.com'),
    'Scheduler is not asked': trusting('scheduler.amazonaws.com'),
    'EventBridge is not asked': trusting('events.amazonaws.com'),
    'the account is another': trusting('states.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': '999999999999' },
    }),
    'a service that says nothing passes': trusting('states.amazonaws.com', {
      StringEqualsIfExists: { 'aws:SourceAccount': ACCOUNT },
    }),
  },
};
