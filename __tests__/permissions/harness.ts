import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drainStateMachineName } from '../../contracts/naming';
import { type RunningCloud, startCloud } from '../../local/cloud';
import { createServices } from '../../local/create-services';
import { IamGate } from '../../local/iam/gate';
import type { DeniedCall } from '../../local/iam/service';
import { loadStacks } from '../../local/load/load-stacks';
import { LocalCloud } from '../../local/local-cloud';
import { resourceTypes } from '../../local/resources';
import { isDenied, type Permission, without } from './permission';
import type { Purpose } from './table';
import { SCENARIOS, type Scenario } from './scenarios';
import { CENTRAL, NAME, Stage } from './stage';

/** A schedule that fires at the start and not again. */
const ONCE = 3600;

/** Roles that a drain under way has used already. */
const DRAINING = ['drain', 'plan-lanes', 'drain-lane', 'sweep'];

/** How long a scenario may still turn out well after it was denied something, ms. */
const GRACE_MS = 100;

/** A deployment on a local cloud, from which permissions can be taken one at a time. */
export class Harness {
  private constructor(
    private readonly outdir: string,
    readonly cloud: RunningCloud,
  ) {}

  static async start(outdir: string): Promise<Harness> {
    return new Harness(outdir, await startApp(outdir));
  }

  stop(): Promise<void> {
    return this.cloud.stop();
  }

  /** Plays a scenario with every permission in place. */
  play(scenario: Scenario, permission: Permission): Promise<void> {
    return SCENARIOS[scenario](
      new Stage(this.cloud, regionOf(permission), new AbortController().signal),
      permission,
    );
  }

  /** Plays the scenario without the permission. Returns the denied call; undefined when the scenario does without. */
  async deny(permission: Permission, { breaks, cold }: Purpose): Promise<DeniedCall | undefined> {
    if (breaks === 'scheduled') return this.denyFromTheStart(permission);
    const put = putPolicy(this.cloud, permission);
    const policy = String(permission.holder.attributes[permission.attribute]);
    if (DRAINING.includes(permission.of)) await drained(this.cloud);
    if (cold) await this.recycle(permission);
    put(without(policy, permission));
    try {
      return await playDenied(this.cloud, permission, breaks as Scenario);
    } finally {
      put(policy);
    }
  }

  /** Creates the stack without the permission. Returns what is refused. */
  async refuse(permission: Permission): Promise<string> {
    const [stack = '', ...rest] = permission.holder.address.split('/');
    const app = mutated(this.outdir, stack, rest.join('/'), permission);
    const cloud = new LocalCloud();
    const services = createServices(cloud);
    cloud.gate = new IamGate(services.iam);
    const { accountId, partition } = cloud;
    try {
      await loadStacks({ outdir: app, types: resourceTypes, services, accountId, partition });
      return '';
    } catch (error) {
      return (error as Error).message;
    } finally {
      await services.lambda.stop();
      services.s3.stop();
      services.dynamodb.stop();
      rmSync(app, { recursive: true });
    }
  }

  private async denyFromTheStart(permission: Permission): Promise<DeniedCall | undefined> {
    const [stack = '', ...rest] = permission.holder.address.split('/');
    const app = mutated(this.outdir, undefined, rest.join('/'), permission, stack);
    const cloud = await startApp(app);
    try {
      return await playDenied(cloud, permission, 'scheduled');
    } finally {
      await cloud.stop();
      rmSync(app, { recursive: true });
    }
  }

  private async recycle({ of, holder: { region } }: Permission): Promise<void> {
    const found = this.cloud.services.lambda.find(region, `perm-${of}`);
    await found.pool.recycle();
  }
}

function startApp(outdir: string): Promise<RunningCloud> {
  return startCloud({ outdir, port: 0, schedulePeriodSeconds: ONCE, seedTokens: true });
}

/** Region that the resource of a permission names, else that of its holder, else any ingest region. */
export function regionOf({ on, holder }: Permission): string {
  const named = ['eu-west-2', 'us-east-1'].find((region) => on.includes(region) || holder.region === region);
  return named ?? 'eu-west-2';
}

function putPolicy(
  { services: { iam } }: RunningCloud,
  { holder, attribute, on }: Permission,
): (policy: string) => void {
  const { type, attributes } = holder;
  if (type === 'aws_iam_role_policy') {
    return (policy) => iam.putRolePolicy(String(attributes.role), String(attributes.name), policy);
  }
  if (attribute === 'assume_role_policy') return (policy) => iam.updateAssumeRolePolicy(on, policy);
  return (policy) => iam.putResourcePolicy(on, policy);
}

/** A lane that an earlier scenario has started would do this one's work. */
async function drained({ services: { states } }: RunningCloud): Promise<void> {
  const [drain] = states.machinesIn(CENTRAL).filter(({ arn }) => arn.endsWith(drainStateMachineName(NAME)));
  const executions = states.executionsOf(drain?.arn ?? '')?.list() ?? [];
  await Promise.all(executions.map(({ ended }) => ended));
}

async function playDenied(
  cloud: RunningCloud,
  permission: Permission,
  scenario: Scenario,
): Promise<DeniedCall | undefined> {
  const { denied } = cloud.services.iam;
  const before = denied.at(-1);
  const stop = new AbortController();
  const stage = new Stage(cloud, regionOf(permission), stop.signal);
  let succeeded = false;
  let ended = false;
  const played = SCENARIOS[scenario](stage, permission).then(
    () => {
      succeeded = true;
    },
    () => {
      ended = true;
    },
  );
  const found = () =>
    denied
      .slice(before === undefined ? 0 : denied.lastIndexOf(before) + 1)
      .find((call) => isDenied(permission, call));
  const deadline = Date.now() + 12_000;
  while (!found() && !succeeded && Date.now() < deadline) await pause(10);
  const until = Date.now() + GRACE_MS;
  while (!succeeded && !ended && Date.now() < until) await pause(10);
  stop.abort();
  await played;
  return succeeded ? undefined : found();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A copy of the app, or of one of its stacks, whose policy lacks the permission. */
function mutated(
  outdir: string,
  only: string | undefined,
  target: string,
  permission: Permission,
  stack = only,
): string {
  const app = mkdtempSync(join(tmpdir(), 'pillarbox-permissions-'));
  symlinkSync(join(outdir, 'stacks'), join(app, 'stacks'));
  const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8'));
  const file = `stacks/${stack}/cdk.tf.json`;
  const terraform = JSON.parse(readFileSync(join(outdir, file), 'utf8'));
  const [type = '', name = ''] = target.split('.');
  const attributes = terraform.resource[type][name];
  attributes[permission.attribute] = without(attributes[permission.attribute], permission);
  const synthesizedStackPath = `stacks/${stack}/${process.pid}.tf.json`;
  writeFileSync(join(outdir, synthesizedStackPath), JSON.stringify(terraform));
  const changed = { ...manifest.stacks[stack as string], synthesizedStackPath };
  const stacks = only ? { [only]: changed } : { ...manifest.stacks, [stack as string]: changed };
  writeFileSync(join(app, 'manifest.json'), JSON.stringify({ ...manifest, stacks }));
  return app;
}
