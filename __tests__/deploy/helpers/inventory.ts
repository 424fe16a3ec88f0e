import { GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { DescribeAlarmsCommand, ListDashboardsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListArchivesCommand, ListEventBusesCommand } from '@aws-sdk/client-eventbridge';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import { ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import type { Clients } from './clients';

/** Names of all that there is in a region, of every service that the stacks use; buckets and roles are global. */
export async function everythingIn(clients: Clients): Promise<string[]> {
  const { alarms, apigateway, dynamodb, events, iam, lambda, logs, s3, scheduler, secrets, sqs, states } =
    clients;
  const lists: Promise<(string | undefined)[] | undefined>[] = [
    apigateway.send(new GetRestApisCommand({})).then(({ items }) => items?.map(({ name }) => name)),
    alarms
      .send(new DescribeAlarmsCommand({}))
      .then(({ MetricAlarms }) => MetricAlarms?.map((a) => a.AlarmName)),
    alarms
      .send(new ListDashboardsCommand({}))
      .then((list) => list.DashboardEntries?.map((d) => d.DashboardName)),
    logs
      .send(new DescribeLogGroupsCommand({}))
      .then(({ logGroups }) => logGroups?.map((g) => g.logGroupName)),
    dynamodb.send(new ListTablesCommand({})).then(({ TableNames }) => TableNames),
    events
      .send(new ListEventBusesCommand({}))
      // Every region has this one.
      .then(({ EventBuses }) => EventBuses?.map(({ Name }) => Name).filter((name) => name !== 'default')),
    events.send(new ListArchivesCommand({})).then(({ Archives }) => Archives?.map((a) => a.ArchiveName)),
    iam.send(new ListRolesCommand({})).then(({ Roles }) => Roles?.map(({ RoleName }) => RoleName)),
    lambda.send(new ListFunctionsCommand({})).then(({ Functions }) => Functions?.map((f) => f.FunctionName)),
    s3.send(new ListBucketsCommand({})).then(({ Buckets }) => Buckets?.map(({ Name }) => Name)),
    scheduler.send(new ListSchedulesCommand({})).then(({ Schedules }) => Schedules?.map(({ Name }) => Name)),
    secrets
      .send(new ListSecretsCommand({ IncludePlannedDeletion: true }))
      .then(({ SecretList }) => SecretList?.map(({ Name }) => Name)),
    states.send(new ListStateMachinesCommand({})).then((list) => list.stateMachines?.map(({ name }) => name)),
    sqs.send(new ListQueuesCommand({})).then(({ QueueUrls }) => QueueUrls),
  ];
  const found = await Promise.all(lists);
  return found.flatMap((names) => names ?? []).map(String);
}
