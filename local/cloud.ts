import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OpenGate } from './core/gate';
import { createServices } from './create-services';
import { FaultGate } from './faults/fault-gate';
import { Faults } from './faults/faults';
import { admin } from './front-door/admin';
import { apiOf, frontDoor } from './front-door/front-door';
import { refusal } from './front-door/respond';
import { listen } from './front-door/server';
import { IamGate } from './iam/gate';
import { type LoadedStack, loadStacks } from './load/load-stacks';
import { LocalCloud } from './local-cloud';
import { resourceTypes } from './resources';
import { seedToken } from './seed-token';
import type { Services } from './services';
import { synthesize } from './synthesize';
import type { ConnectionLimits } from './websocket/limits';

/** How to start the local cloud. */
export interface StartOptions {
  /** Folder of an app that is synthesized already. @default synthesizes one into a temporary folder */
  outdir?: string;
  /** Configuration to synthesize. @default `PILLARBOX_CONFIG`, else `regions.json` */
  config?: string;
  /** 0 for any free port. */
  port: number;
  /** Period of the schedules that fire every minute, which is the drain's, seconds. @default as synthesized */
  schedulePeriodSeconds?: number;
  /** Whether the token `allow` is accepted. */
  seedTokens?: boolean;
  /** Whether permissions are evaluated. @default true */
  iam?: boolean;
  /** What WebSocket connections may do and for how long. @default as on AWS */
  connectionLimits?: Partial<ConnectionLimits>;
}

/** A local cloud that serves. */
export interface RunningCloud {
  /** `http://127.0.0.1:<port>` */
  endpoint: string;
  stacks: LoadedStack[];
  services: Services;
  /** What is to go wrong. */
  faults: Faults;
  /** Ends everything: workers, schedules, connections. */
  stop(): Promise<void>;
}

/**
 * Starts a local cloud: synthesizes, brings every resource into being, serves.
 * @throws PortTakenError, SynthesisError, LoadError
 */
export async function startCloud(options: StartOptions): Promise<RunningCloud> {
  const cloud = new LocalCloud();
  const services = createServices(cloud, options.connectionLimits);
  const faults = new Faults(services);
  cloud.gate = new FaultGate((options.iam ?? true) ? new IamGate(services.iam) : new OpenGate(), faults);
  let ready = false;
  const { iam, lambda, logs } = services;
  const view = { iam, lambda, logs, faults, ready: () => ready };
  const door = frontDoor({
    cloud,
    signatures: services.signatures,
    outages: faults.outages,
    api: async (request) => (ready ? services.apigateway.serve(request) : starting()),
    admin: (request) => admin(view, request),
    serves: (name) => cloud.serves(name),
  });
  // First of all: a taken port is found before the work is done.
  const { port, close } = await listen(options.port, door, (request, upgrade) =>
    faults.outages.guard(apiOf(request), request.signal, () => services.websocket.connect(request, upgrade)),
  );
  cloud.endpoint = `http://127.0.0.1:${port}`;
  const stop = async () => {
    faults.stop();
    await stopServices(services);
    await close();
  };
  try {
    const stacks = await load(options, cloud, services);
    if (options.seedTokens) await seedToken(cloud, stacks);
    faults.know(stacks);
    services.scheduler.start(options.schedulePeriodSeconds);
    ready = true;
    return { endpoint: cloud.endpoint, stacks, services, faults, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function load(
  { outdir, config }: StartOptions,
  cloud: LocalCloud,
  services: Services,
): Promise<LoadedStack[]> {
  const { accountId, partition } = cloud;
  const common = { types: resourceTypes, services, accountId, partition };
  if (outdir !== undefined) return loadStacks({ ...common, outdir });
  const temporary = await mkdtemp(join(tmpdir(), 'pillarbox-app-'));
  try {
    await synthesize({ outdir: temporary, config });
    return await loadStacks({ ...common, outdir: temporary });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** What starts work comes first, so that nothing is begun that cannot end. */
async function stopServices({
  scheduler,
  states,
  lambda,
  s3,
  sqs,
  events,
  dynamodb,
}: Services): Promise<void> {
  await scheduler.stop();
  await states.stop();
  await lambda.stop();
  await events.stop();
  await s3.stop();
  await sqs.stop();
  await dynamodb.stop();
}

function starting() {
  return refusal(503, 'ServiceUnavailable', 'The local cloud is starting.');
}
