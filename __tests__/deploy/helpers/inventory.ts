import { GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { DescribeAlarmsCommand, ListDashboardsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListArchivesCommand, ListEventBusesCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import { ListSecretsCommand } from '@aws-sdk/client-secrets-manager';
import { ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import type { Clients } from './clients';

type Names = (string | undefined)[] | undefined;

/** How each kind of thing that the stacks make is listed; buckets and roles are global. */
const LISTS: Record<string, (clients: Clients) => Promise<Names>> = {
  APIs: async ({ apigateway }) => {
    const { items } = await apigateway.send(new GetRestApisCommand({}));
    return items?.map(({ name }) => name);
  },
  alarms: async ({ alarms }) => {
    const { MetricAlarms } = await alarms.send(new DescribeAlarmsCommand({}));
    return MetricAlarms?.map(({ AlarmName }) => AlarmName);
  },
  dashboards: async ({ alarms }) => {
    const { DashboardEntries } = await alarms.send(new ListDashboardsCommand({}));
    return DashboardEntries?.map(({ DashboardName }) => DashboardName);
  },
  'log groups': async ({ logs }) => {
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
    return logGroups?.map(({ logGroupName }) => logGroupName);
  },
  tables: async ({ dynamodb }) => (await dynamodb.send(new ListTablesCommand({}))).TableNames,
  // Every region has a bus of this name.
  'event buses': async (clients) => (await busesIn(clients)).filter((name) => name !== 'default'),
  'event rules': async (clients) => {
    const lists = (await busesIn(clients)).map((EventBusName) =>
      clients.events.send(new ListRulesCommand({ EventBusName })),
    );
    return (await Promise.all(lists)).flatMap(({ Rules = [] }) => Rules.map(({ Name }) => Name));
  },
  'event archives': async ({ events }) => {
    const { Archives } = await events.send(new ListArchivesCommand({}));
    return Archives?.map(({ ArchiveName }) => ArchiveName);
  },
  roles: async ({ iam }) => {
    const { Roles } = await iam.send(new ListRolesCommand({}));
    return Roles?.map(({ RoleName }) => RoleName);
  },
  functions: async ({ lambda }) => {
    const { Functions } = await lambda.send(new ListFunctionsCommand({}));
    return Functions?.map(({ FunctionName }) => FunctionName);
  },
  buckets: async ({ s3 }) => {
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    return Buckets?.map(({ Name }) => Name);
  },
  schedules: async ({ scheduler }) => {
    const { Schedules } = await scheduler.send(new ListSchedulesCommand({}));
    return Schedules?.map(({ Name }) => Name);
  },
  secrets: async ({ secrets }) => {
    const { SecretList } = await secrets.send(new ListSecretsCommand({ IncludePlannedDeletion: true }));
    return SecretList?.map(({ Name }) => Name);
  },
  'state machines': async ({ states }) => {
    const { stateMachines } = await states.send(new ListStateMachinesCommand({}));
    return stateMachines?.map(({ name }) => name);
  },
  queues: async ({ sqs }) => (await sqs.send(new ListQueuesCommand({}))).QueueUrls,
};

/** Kinds of things that the stacks make, such as `log groups`. */
export const KINDS = Object.keys(LISTS);

/** Names of all that there is in a region, by kind. */
export async function inventory(clients: Clients): Promise<Record<string, string[]>> {
  const lists = Object.entries(LISTS).map(async ([kind, list]): Promise<[string, string[]]> => {
    const names = (await list(clients)) ?? [];
    return [kind, names.map(String)];
  });
  return Object.fromEntries(await Promise.all(lists));
}

async function busesIn({ events }: Clients): Promise<(string | undefined)[]> {
  const { EventBuses = [] } = await events.send(new ListEventBusesCommand({}));
  return EventBuses.map(({ Name }) => Name);
}
