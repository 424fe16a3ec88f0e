import type { OrderedSettings } from '../../../config/inequalities';
import { ENV, type IngestRegion, type LaneSettings, type LeaseSeconds } from '../../../contracts/environment';
import { type Arguments, json, resource, type SynthesizedStack } from '../../helpers/synth';

const DAY = 86_400;

type Processing = OrderedSettings['processing'];
/** The settings that orderings are about, as the stacks tell of them. */
export interface Synthesized {
  processing: Pick<
    Processing,
    | 'processTimeoutSeconds'
    | 'processTaskTimeoutSeconds'
    | 'expressTimeoutSeconds'
    | 'leaseSeconds'
    | 'standardProcessTimeoutSeconds'
    | 'standardProcessTaskTimeoutSeconds'
    | 'standardTimeoutSeconds'
    | 'standardLeaseSeconds'
    | 'visibilityTimeoutSeconds'
    | 'laneReceiveSeconds'
    | 'laneTimeoutSeconds'
    | 'drainTimeoutSeconds'
    | 'maxReceiveCount'
    | 'retryBaseSeconds'
    | 'retryMaxSeconds'
    | 'reconcileMinAgeSeconds'
    | 'laneMaxInFlight'
    | 'reservedConcurrency'
  >;
  retention: OrderedSettings['retention'];
  ingest: OrderedSettings['ingest'];
}

interface Task {
  TimeoutSeconds: number;
}
interface Definition extends Task {
  States: Record<string, Task>;
}

/** Reads back, from a centre and one of its ingest stacks, what the resources really have. */
export function synthesizedSettings(central: SynthesizedStack, ingest: SynthesizedStack): Synthesized {
  const claim = functionOf(central, 'claim');
  return {
    processing: { ...processingOf(central, claim), ...lanesOf(central), ...queueOf(ingest) },
    retention: {
      queueSeconds: Number(captures(ingest).message_retention_seconds),
      objectDays: objectDays(resource(ingest, 'aws_s3_bucket_lifecycle_configuration')),
      recordDays: Number(variables(claim)[ENV.recordRetentionSeconds]) / DAY,
    },
    ingest: (
      JSON.parse(variables(functionOf(central, 'plan-lanes'))[ENV.ingestRegions]!) as IngestRegion[]
    ).map(({ maxAttempts }) => ({ maxProcessingAttempts: maxAttempts })),
  };
}

/** How long each thing is kept that must be kept as long as another, by what it is. */
export function retentions(central: SynthesizedStack, ingest: SynthesizedStack) {
  const kept = (id: string) => Number(variables(functionOf(central, id))[ENV.recordRetentionSeconds]) / DAY;
  const errors = resource(ingest, 'aws_sqs_queue', { name: 'pillarbox-captures-errors' });
  return {
    errorQueueSeconds: Number(errors.message_retention_seconds),
    recordDays: kept('claim'),
    idempotencyDays: kept('process'),
    archiveDays: Number(resource(central, 'aws_cloudwatch_event_archive').retention_days),
  };
}

function processingOf(central: SynthesizedStack, claim: Arguments) {
  const express = definition(central, 'pillarbox-process-express');
  const standard = definition(central, 'pillarbox-process-standard');
  const leases = JSON.parse(variables(claim)[ENV.leaseSeconds]!) as LeaseSeconds;
  const process = functionOf(central, 'process');
  const { reserved_concurrent_executions: reserved } = process;
  return {
    processTimeoutSeconds: Number(process.timeout),
    processTaskTimeoutSeconds: Number(express.States.Process?.TimeoutSeconds),
    expressTimeoutSeconds: express.TimeoutSeconds,
    leaseSeconds: leases.EXPRESS,
    standardProcessTimeoutSeconds: Number(functionOf(central, 'process-standard').timeout),
    standardProcessTaskTimeoutSeconds: Number(standard.States.Process?.TimeoutSeconds),
    standardTimeoutSeconds: standard.TimeoutSeconds,
    standardLeaseSeconds: leases.STANDARD,
    reconcileMinAgeSeconds: Number(variables(functionOf(central, 'reconcile'))[ENV.reconcileMinAgeSeconds]),
    ...(reserved !== undefined && { reservedConcurrency: Number(reserved) }),
  };
}

function lanesOf(central: SynthesizedStack) {
  const lane = functionOf(central, 'drain-lane');
  const limits = JSON.parse(variables(lane)[ENV.laneSettings]!) as LaneSettings;
  return {
    laneReceiveSeconds: limits.receiveSeconds,
    laneMaxInFlight: limits.maxInFlight,
    retryBaseSeconds: limits.retryBaseSeconds,
    retryMaxSeconds: limits.retryMaxSeconds,
    laneTimeoutSeconds: Number(lane.timeout),
    drainTimeoutSeconds: definition(central, 'pillarbox-drain').TimeoutSeconds,
  };
}

function queueOf(ingest: SynthesizedStack) {
  const queue = captures(ingest);
  return {
    visibilityTimeoutSeconds: Number(queue.visibility_timeout_seconds),
    maxReceiveCount: Number(json(queue, 'redrive_policy').maxReceiveCount),
  };
}

const captures = (ingest: SynthesizedStack) =>
  resource(ingest, 'aws_sqs_queue', { name: 'pillarbox-captures' });

const functionOf = (stack: SynthesizedStack, id: string) =>
  resource(stack, 'aws_lambda_function', { function_name: `pillarbox-${id}` });

const definition = (stack: SynthesizedStack, name: string) =>
  json(resource(stack, 'aws_sfn_state_machine', { name }), 'definition') as unknown as Definition;

const variables = ({ environment }: Arguments) =>
  (environment as { variables: Record<string, string> }).variables;

function objectDays({ rule }: Arguments): number {
  const [expire] = rule as { expiration: { days: number }[] }[];
  return Number(expire?.expiration[0]?.days);
}
