import { APIGatewayClient, CreateDeploymentCommand, ImportRestApiCommand } from '@aws-sdk/client-api-gateway';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, PutBucketNotificationConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ATTENTION_INDEX, UNFINISHED_INDEX } from '../../../contracts/naming';
import { clientConfig } from '../client-config';
import {
  type Bus,
  type Named,
  type QueueProps,
  REGION,
  REPLICA_REGION,
  type StateMachineProps,
  type Target,
} from '../target';
import { fixtureName } from './fixture-name';

const ACCOUNT_ID = '123456789012';
/** moto asks for the form of an ARN, not for the role. */
const ROLE_ARN = `arn:aws:iam::${ACCOUNT_ID}:role/conformance`;

/** The moto that the run has started for all its files; fixtures are made through AWS's own calls. */
export class MotoTarget implements Target {
  readonly accountId = ACCOUNT_ID;
  private readonly s3: S3Client;
  private readonly sqs: SQSClient;
  private readonly dynamodb: DynamoDBClient;
  private readonly states: SFNClient;
  private readonly events: EventBridgeClient;
  private readonly secrets: SecretsManagerClient;
  private readonly gateway: APIGatewayClient;

  constructor(readonly endpoint: string) {
    const config = clientConfig(() => endpoint, REGION);
    this.s3 = new S3Client(config);
    this.sqs = new SQSClient(config);
    this.dynamodb = new DynamoDBClient(config);
    this.states = new SFNClient(config);
    this.events = new EventBridgeClient(config);
    this.secrets = new SecretsManagerClient(config);
    this.gateway = new APIGatewayClient(config);
  }

  async createBucket(): Promise<string> {
    const Bucket = fixtureName();
    const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
    await this.s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    return Bucket;
  }

  async notify(Bucket: string, QueueArn: string, prefix: string): Promise<void> {
    const Filter = { Key: { FilterRules: [{ Name: 'prefix' as const, Value: prefix }] } };
    const QueueConfigurations = [{ QueueArn, Events: ['s3:ObjectCreated:*' as const], Filter }];
    const NotificationConfiguration = { QueueConfigurations };
    await this.s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
  }

  async createQueue(props: QueueProps = {}): Promise<{ url: string; arn: string }> {
    const QueueName = props.fifo ? `${fixtureName()}.fifo` : fixtureName();
    const attributes = {
      FifoQueue: props.fifo,
      ContentBasedDeduplication: props.contentBasedDeduplication,
      DeduplicationScope: props.deduplicationScope,
      FifoThroughputLimit: props.deduplicationScope === 'messageGroup' ? 'perMessageGroupId' : undefined,
      DelaySeconds: props.delaySeconds,
      VisibilityTimeout: props.visibilityTimeoutSeconds,
      MaximumMessageSize: props.maxMessageBytes ?? 1_048_576,
      RedrivePolicy: props.redrive && JSON.stringify(props.redrive),
    };
    const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
    const Attributes = Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
    const create = new CreateQueueCommand({ QueueName, Attributes });
    const { QueueUrl = '' } = await this.sqs.send(create);
    return { url: QueueUrl, arn: `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:${QueueName}` };
  }

  async createRecordsTable(): Promise<string> {
    const TableName = fixtureName();
    await this.dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'id', AttributeType: 'S' },
          { AttributeName: 'attention', AttributeType: 'S' },
          { AttributeName: 'claimedAt', AttributeType: 'N' },
          { AttributeName: 'unfinished', AttributeType: 'S' },
          { AttributeName: 'dueAt', AttributeType: 'N' },
        ],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        GlobalSecondaryIndexes: [
          {
            IndexName: ATTENTION_INDEX,
            KeySchema: [
              { AttributeName: 'attention', KeyType: 'HASH' },
              { AttributeName: 'claimedAt', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
          {
            IndexName: UNFINISHED_INDEX,
            KeySchema: [
              { AttributeName: 'unfinished', KeyType: 'HASH' },
              { AttributeName: 'dueAt', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    );
    return TableName;
  }

  async createStateMachine({ type, definition: given }: StateMachineProps): Promise<Named> {
    // To start an execution moto copies the region's state machines, and cannot copy one that was executed.
    const { stateMachines = [] } = await this.states.send(new ListStateMachinesCommand());
    for (const { stateMachineArn } of stateMachines) {
      await this.states.send(new DeleteStateMachineCommand({ stateMachineArn }));
    }
    const name = fixtureName();
    const definition = JSON.stringify(given);
    const create = new CreateStateMachineCommand({ name, type, definition, roleArn: ROLE_ARN });
    const { stateMachineArn = '' } = await this.states.send(create);
    return { name, arn: stateMachineArn };
  }

  /** Its rule sends to a queue: moto's rules start no state machines. */
  async createBus(pattern: Record<string, unknown>): Promise<Bus> {
    const queue = await this.createQueue();
    const Name = fixtureName();
    const { EventBusArn = '' } = await this.events.send(new CreateEventBusCommand({ Name }));
    const archive = { ArchiveName: Name, EventSourceArn: EventBusArn };
    const { ArchiveArn = '' } = await this.events.send(new CreateArchiveCommand(archive));
    const EventPattern = JSON.stringify(pattern);
    await this.events.send(new PutRuleCommand({ Name, EventBusName: Name, EventPattern }));
    const Targets = [{ Id: 'queue', Arn: queue.arn }];
    await this.events.send(new PutTargetsCommand({ Rule: Name, EventBusName: Name, Targets }));
    const all: Record<string, unknown>[] = [];
    const delivered = async () => {
      const receive = new ReceiveMessageCommand({ QueueUrl: queue.url, MaxNumberOfMessages: 10 });
      const { Messages = [] } = await this.sqs.send(receive);
      all.push(...Messages.map(({ Body = '' }) => JSON.parse(Body)));
      return all;
    };
    return { name: Name, arn: EventBusArn, archiveArn: ArchiveArn, delivered };
  }

  async createSecret(): Promise<string> {
    const Name = fixtureName();
    const AddReplicaRegions = [{ Region: REPLICA_REGION }];
    await this.secrets.send(new CreateSecretCommand({ Name, AddReplicaRegions }));
    return Name;
  }

  async createApi(documentFor: (roleArn: string) => Record<string, unknown>): Promise<string> {
    const body = Buffer.from(JSON.stringify(documentFor(ROLE_ARN)));
    const { id } = await this.gateway.send(new ImportRestApiCommand({ body }));
    await this.gateway.send(new CreateDeploymentCommand({ restApiId: id, stageName: 'conformance' }));
    return `${this.endpoint}/restapis/${id}/conformance/_user_request_`;
  }

  async stop(): Promise<void> {
    const { s3, sqs, dynamodb, states, events, secrets, gateway } = this;
    for (const client of [s3, sqs, dynamodb, states, events, secrets, gateway]) client.destroy();
  }
}
