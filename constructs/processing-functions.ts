import type { Construct } from 'constructs';
import type { Settings } from '../config/settings';
import { ENV, type LeaseSeconds } from '../contracts/environment';
import { PROCESS_FUNCTIONS, type WorkflowType } from '../contracts/naming';
import type { Bundles } from './bundle';
import { grantReadCaptures, grantReadMessages } from './ingest-buckets';
import { NodeFunction } from './node-function';
import { allow } from './policy';
import type { RecordsTable } from './records-table';
import { RegionalStack } from './regional-stack';
import { retrySettings } from './retry-settings';

/** What the functions of the processing workflows are made from. */
export interface ProcessingFunctionsProps {
  settings: Settings;
  bundles: Bundles;
  table: RecordsTable;
}

const DAY_SECONDS = 86_400;

/** Least time-out of a function that only reads and writes records, seconds: a cold start and a retried call. */
const MIN_BOOKKEEPING_SECONDS = 3;

/** Claim: one for both workflow types; how long a lease is follows from the capture's channel. */
export function createClaim(
  scope: Construct,
  { settings, bundles, table }: ProcessingFunctionsProps,
): NodeFunction {
  const fn = new NodeFunction(scope, 'claim', {
    name: settings.name,
    function: 'claim',
    bundles,
    description: 'Claims a capture for one attempt',
    timeoutSeconds: bookkeepingSeconds(settings),
    logRetentionDays: settings.central.logRetentionDays,
  });
  table.grant(fn, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
  fn.wire(claimVariables(settings));
  return fn;
}

/** What a function has to know that claims captures. */
export function claimVariables(settings: Settings): Record<string, string> {
  const { leaseSeconds, standardLeaseSeconds } = settings.processing;
  const leases: LeaseSeconds = { EXPRESS: leaseSeconds, STANDARD: standardLeaseSeconds };
  return {
    [ENV.leaseSeconds]: JSON.stringify(leases),
    [ENV.recordRetentionSeconds]: recordRetention(settings),
  };
}

/** Process, where user code runs: one function per workflow type, so that slow jobs starve no published capture. */
export function createProcess(
  scope: Construct,
  type: WorkflowType,
  { settings, bundles, table }: ProcessingFunctionsProps,
): NodeFunction {
  const { processing } = settings;
  const isExpress = type === 'EXPRESS';
  const fn = new NodeFunction(scope, PROCESS_FUNCTIONS[type], {
    name: settings.name,
    function: PROCESS_FUNCTIONS[type],
    bundles,
    description: isExpress ? 'Reads a capture and runs its processor' : 'Reads a job and runs its processor',
    timeoutSeconds: isExpress ? processing.processTimeoutSeconds : processing.standardProcessTimeoutSeconds,
    // User code runs here; a payload of up to 5 GB is a stream to it.
    memoryMb: 1024,
    reservedConcurrency: isExpress ? processing.reservedConcurrency : processing.standardReservedConcurrency,
    logRetentionDays: settings.central.logRetentionDays,
  });
  table.grant(fn, 'dynamodb:GetItem', 'dynamodb:PutItem');
  grantReadCaptures(fn, RegionalStack.of(scope), settings, type);
  fn.wire({ [ENV.recordRetentionSeconds]: recordRetention(settings) });
  return fn;
}

/** Fail: one for both workflow types. */
export function createFail(
  scope: Construct,
  { settings, bundles, table }: ProcessingFunctionsProps,
): NodeFunction {
  const fn = new NodeFunction(scope, 'fail', {
    name: settings.name,
    function: 'fail',
    bundles,
    description: 'Records why an attempt failed, or gives it back',
    timeoutSeconds: bookkeepingSeconds(settings),
    logRetentionDays: settings.central.logRetentionDays,
  });
  table.grant(fn, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
  fn.wire({ [ENV.retrySettings]: JSON.stringify(retrySettings(settings)) });
  return fn;
}

/** Notify: answers the clients of WebSocket messages, each on its own connection in its region. */
export function createNotify(
  scope: Construct,
  { settings, bundles, table }: ProcessingFunctionsProps,
): NodeFunction {
  const stack = RegionalStack.of(scope);
  const fn = new NodeFunction(scope, 'notify', {
    name: settings.name,
    function: 'notify',
    bundles,
    description: 'Tells the client of a WebSocket message how it ended',
    timeoutSeconds: bookkeepingSeconds(settings),
    logRetentionDays: settings.central.logRetentionDays,
  });
  table.grant(fn, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
  grantReadMessages(fn, stack, settings);
  fn.wire(
    { [ENV.dnsSuffix]: stack.dnsSuffix },
    // Ids of APIs are AWS's, and no stack knows those of another; ids of connections are made when they are opened.
    allow(
      ['execute-api:ManageConnections'],
      settings.ingest.map(({ region, api }) =>
        stack.arn('execute-api', `*/${api.stageName}/POST/@connections/*`, region),
      ),
    ),
  );
  return fn;
}

/** Time-out of Claim, Fail and Notify, seconds: the part of an EXPRESS execution that is not user code's. */
export function bookkeepingSeconds({ processing }: Settings): number {
  return Math.max(
    MIN_BOOKKEEPING_SECONDS,
    processing.expressTimeoutSeconds - processing.processTaskTimeoutSeconds,
  );
}

function recordRetention({ retention }: Settings): string {
  return String(retention.recordDays * DAY_SECONDS);
}
