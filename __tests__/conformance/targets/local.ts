import { rmSync } from 'node:fs';
import { ATTENTION_INDEX, UNFINISHED_INDEX } from '../../../contracts/naming';
import { type RunningCloud, startCloud } from '../../../local/cloud';
import { resourceTypes } from '../../../local/resources';
import { writeApp } from '../../helpers/synthesized-app';
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
import { ASSUME_ROLE_POLICY, ROLE_POLICY, sendPolicy } from './policies';

type Attributes = Record<string, unknown>;

const ECHO = { StartAt: 'Echo', States: { Echo: { Type: 'Pass', End: true } } };

/** A local cloud of its own behind its own front door; fixtures are Terraform resources. */
export class LocalTarget implements Target {
  readonly endpoint: string;
  readonly accountId: string;

  private constructor(private readonly cloud: RunningCloud) {
    this.endpoint = cloud.endpoint;
    this.accountId = cloud.services.cloud.accountId;
  }

  static async start(): Promise<LocalTarget> {
    const outdir = writeApp({});
    try {
      return new LocalTarget(await startCloud({ outdir, port: 0 }));
    } finally {
      rmSync(outdir, { recursive: true });
    }
  }

  async createBucket(): Promise<string> {
    const bucket = fixtureName();
    await this.create('aws_s3_bucket', { bucket });
    return bucket;
  }

  async notify(bucket: string, queueArn: string, prefix: string): Promise<void> {
    const name = queueArn.split(':').pop();
    const policy = sendPolicy(queueArn, `arn:aws:s3:::${bucket}`);
    await this.create('aws_sqs_queue_policy', {
      queue_url: `${this.endpoint}/${this.accountId}/${name}`,
      policy,
    });
    const queue = [{ queue_arn: queueArn, events: ['s3:ObjectCreated:*'], filter_prefix: prefix }];
    await this.create('aws_s3_bucket_notification', { bucket, queue });
  }

  async createQueue(props: QueueProps = {}): Promise<{ url: string; arn: string }> {
    const { url, arn } = await this.create('aws_sqs_queue', {
      name: props.fifo ? `${fixtureName()}.fifo` : fixtureName(),
      fifo_queue: props.fifo,
      content_based_deduplication: props.contentBasedDeduplication,
      deduplication_scope: props.deduplicationScope,
      // AWS takes the narrower scope with the wider limit only.
      fifo_throughput_limit: props.deduplicationScope === 'messageGroup' ? 'perMessageGroupId' : undefined,
      delay_seconds: props.delaySeconds,
      visibility_timeout_seconds: props.visibilityTimeoutSeconds,
      max_message_size: props.maxMessageBytes ?? 1_048_576,
      redrive_policy: props.redrive && JSON.stringify(props.redrive),
    });
    return { url: String(url), arn: String(arn) };
  }

  async createRecordsTable(): Promise<string> {
    const name = fixtureName();
    await this.create('aws_dynamodb_table', {
      name,
      hash_key: 'id',
      attribute: [
        { name: 'id', type: 'S' },
        { name: 'attention', type: 'S' },
        { name: 'claimedAt', type: 'N' },
        { name: 'unfinished', type: 'S' },
        { name: 'dueAt', type: 'N' },
      ],
      global_secondary_index: [
        { name: ATTENTION_INDEX, hash_key: 'attention', range_key: 'claimedAt', projection_type: 'ALL' },
        { name: UNFINISHED_INDEX, hash_key: 'unfinished', range_key: 'dueAt', projection_type: 'ALL' },
      ],
    });
    return name;
  }

  async createStateMachine({ type, definition }: StateMachineProps): Promise<Named> {
    const name = fixtureName();
    const role_arn = await this.createRole();
    const text = JSON.stringify(definition);
    const { arn } = await this.create('aws_sfn_state_machine', { name, type, role_arn, definition: text });
    return { name, arn: String(arn) };
  }

  /** Its rule starts a state machine, the only target that is served. */
  async createBus(pattern: Record<string, unknown>): Promise<Bus> {
    const { states } = this.cloud.services;
    const machine = await this.createStateMachine({ type: 'STANDARD', definition: ECHO });
    const name = fixtureName();
    const bus = { event_bus_name: name };
    const { arn } = await this.create('aws_cloudwatch_event_bus', { name });
    const archive = { name, event_source_arn: arn };
    const { arn: archiveArn } = await this.create('aws_cloudwatch_event_archive', archive);
    const event_pattern = JSON.stringify(pattern);
    await this.create('aws_cloudwatch_event_rule', { name, ...bus, event_pattern });
    const target = { rule: name, ...bus, arn: machine.arn, role_arn: await this.createRole() };
    await this.create('aws_cloudwatch_event_target', target);
    const delivered = async () => {
      const executions = states.executionsOf(machine.arn)?.list() ?? [];
      return executions.map(({ input }) => JSON.parse(input)).reverse();
    };
    return { name, arn: String(arn), archiveArn: String(archiveArn), delivered };
  }

  async createSecret(): Promise<string> {
    const name = fixtureName();
    await this.create('aws_secretsmanager_secret', { name, replica: [{ region: REPLICA_REGION }] });
    return name;
  }

  async createApi(documentFor: (roleArn: string) => Record<string, unknown>): Promise<string> {
    const body = JSON.stringify(documentFor(await this.createRole()));
    const { id } = await this.create('aws_api_gateway_rest_api', { body });
    const { id: deployment_id } = await this.create('aws_api_gateway_deployment', { rest_api_id: id });
    const stage = { rest_api_id: id, deployment_id, stage_name: fixtureName() };
    const { invoke_url } = await this.create('aws_api_gateway_stage', stage);
    return String(invoke_url);
  }

  stop(): Promise<void> {
    return this.cloud.stop();
  }

  private async createRole(): Promise<string> {
    const role = { name: fixtureName(), assume_role_policy: ASSUME_ROLE_POLICY };
    const { arn } = await this.create('aws_iam_role', role);
    await this.create('aws_iam_role_policy', { name: 'work', role: role.name, policy: ROLE_POLICY });
    return String(arn);
  }

  private async create(type: string, given: Attributes): Promise<Attributes> {
    const attributes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const address = `conformance/${type}.${fixtureName()}`;
    const resource = { address, type, region: REGION, folder: '', attributes };
    const created = await resourceTypes.get(type)?.create(resource, this.cloud.services);
    if (!created) throw new Error(`the local cloud has no ${type}`);
    return created;
  }
}
