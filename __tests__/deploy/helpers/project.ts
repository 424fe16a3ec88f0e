import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run, succeed } from './child-process';
import { type Plan, readPlan } from './plan';

const REPOSITORY = resolve(__dirname, '../../..');
const BIN = join(REPOSITORY, 'node_modules/.bin');

/** Longest times of one command, seconds: several times what they take. */
const LIMIT = { synth: 120, init: 120, plan: 240, deploy: 600, destroy: 480 };

/** The part of a Terraform state that tests read. */
export interface State {
  resources: {
    mode: string;
    type: string;
    name: string;
    instances: { attributes: Record<string, unknown>; dependencies?: string[] }[];
  }[];
}

/** A configuration as `regions.json` has it. */
export type Configuration = Record<string, unknown> & { ingest: { region: string }[] };

/**
 * A project folder of its own, with the repository's app: its output and state are not the user's. Everything runs
 * against one endpoint, with credentials that are none.
 */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'deploy-'));
  private readonly env: NodeJS.ProcessEnv;
  private readonly over = new AbortController();

  constructor(endpoint: string) {
    this.env = environment(endpoint);
    symlinkSync(join(REPOSITORY, 'processors'), join(this.folder, 'processors'));
    this.write('cdktf.json', {
      language: 'typescript',
      app: `${join(BIN, 'tsx')} ${join(REPOSITORY, 'main.ts')}`,
      output: 'cdktf.out',
      projectId: 'pillarbox',
      sendCrashReports: 'false',
    });
  }

  /** Sets the configuration and synthesizes it. */
  async configure(configuration: Configuration): Promise<void> {
    this.write('regions.json', configuration);
    await succeed(join(BIN, 'tsx'), [join(REPOSITORY, 'main.ts')], this.options(LIMIT.synth));
  }

  /** `cdktf deploy`, as a user would. @throws Error with what it printed */
  async deploy(...stacks: string[]): Promise<void> {
    await this.cdktf(['deploy', ...stacks, '--auto-approve', '--skip-provider-lock'], LIMIT.deploy);
  }

  /** `cdktf destroy`, as a user would. @throws Error with what it printed */
  async destroy(...stacks: string[]): Promise<void> {
    await this.cdktf(['destroy', ...stacks, '--auto-approve', '--skip-provider-lock'], LIMIT.destroy);
  }

  /** Names of the stacks that were synthesized last. */
  stacks(): string[] {
    const manifest = readFileSync(join(this.folder, 'cdktf.out/manifest.json'), 'utf8');
    return Object.keys((JSON.parse(manifest) as { stacks: object }).stacks).sort();
  }

  /** Folder of a stack, in which Terraform runs. */
  stackFolder(stack: string): string {
    return join(this.folder, 'cdktf.out/stacks', stack);
  }

  /** What an apply of the stack would change now. */
  async plan(stack: string): Promise<Plan> {
    const folder = this.stackFolder(stack);
    if (!existsSync(join(folder, '.terraform'))) {
      await this.terraform(folder, ['init', '-input=false', '-no-color'], LIMIT.init);
    }
    await this.terraform(
      folder,
      ['plan', '-input=false', '-no-color', '-lock=false', '-out=plan'],
      LIMIT.plan,
    );
    return readPlan(await this.terraform(folder, ['show', '-json', 'plan'], LIMIT.plan));
  }

  /** What an apply of every stack would change now, by stack. */
  async plans(): Promise<Record<string, Plan>> {
    const plans = this.stacks().map(async (stack) => [stack, await this.plan(stack)] as const);
    return Object.fromEntries(await Promise.all(plans));
  }

  /** Addresses of all that the state of a stack holds. */
  async state(stack: string): Promise<string[]> {
    const printed = await this.terraform(this.stackFolder(stack), ['state', 'list'], LIMIT.plan);
    return printed.split('\n').filter((line) => line !== '');
  }

  /** Attributes of every resource of a type, as the state of a stack has them. */
  attributes(stack: string, type: string): Record<string, unknown>[] {
    const state = this.readState(stack).resources.filter((resource) => resource.type === type);
    return state.flatMap(({ instances }) => instances.map(({ attributes }) => attributes));
  }

  /** The state of a stack, as Terraform keeps it. */
  readState(stack: string): State {
    return JSON.parse(readFileSync(join(this.folder, `terraform.${stack}.tfstate`), 'utf8')) as State;
  }

  /** Outputs of a stack. */
  async outputs(stack: string): Promise<Record<string, string>> {
    const printed = await this.terraform(this.stackFolder(stack), ['output', '-json'], LIMIT.plan);
    const outputs = Object.entries(JSON.parse(printed) as Record<string, { value: string }>);
    return Object.fromEntries(outputs.map(([name, { value }]) => [name, value]));
  }

  /** Terraform in some folder. @returns standard output @throws Error with what it printed */
  terraform(folder: string, args: string[], timeoutSeconds: number): Promise<string> {
    return succeed('terraform', args, this.options(timeoutSeconds, folder));
  }

  /** Terraform in some folder, where it is expected to fail. @returns all that it printed @throws Error when it succeeds */
  async failingTerraform(folder: string, args: string[], timeoutSeconds: number): Promise<string> {
    const { code, printed } = await run('terraform', args, this.options(timeoutSeconds, folder));
    if (code !== 0) return printed;
    throw new Error(`terraform ${args.join(' ')} succeeded:\n${printed.slice(-4000)}`);
  }

  /** Ends what still runs, and leaves nothing behind. */
  remove(): void {
    this.over.abort();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async cdktf(args: string[], timeoutSeconds: number): Promise<void> {
    await succeed(join(BIN, 'cdktf'), args, this.options(timeoutSeconds));
  }

  private options(timeoutSeconds: number, cwd = this.folder) {
    return { cwd, env: this.env, timeoutSeconds, signal: this.over.signal };
  }

  private write(name: string, content: unknown): void {
    writeFileSync(join(this.folder, name), JSON.stringify(content, null, 2));
  }
}

/** This process's environment, without anything that could lead to a real account. */
function environment(endpoint: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|TF_VAR_|PILLARBOX_|CDKTF_|NODE_OPTIONS|JEST_|.*_proxy$)/i.test(name),
  );
  return {
    ...Object.fromEntries(own),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'emulated',
    AWS_SECRET_ACCESS_KEY: 'emulated',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    // Otherwise a service that keeps failing is asked for a quarter of an hour.
    AWS_MAX_ATTEMPTS: '2',
    CHECKPOINT_DISABLE: '1',
    CI: 'true',
    TF_IN_AUTOMATION: '1',
  };
}
