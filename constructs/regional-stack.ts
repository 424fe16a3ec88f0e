import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LocalBackend, S3Backend, TerraformStack } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import type { Settings } from '../config/settings';
import { endpointOptions } from './endpoint';
import { literal } from './template-literal';

export interface RegionalStackProps {
  /** The one region in which the stack's resources live. */
  region: string;
  settings: Settings;
}

/** A stack whose resources all live in one region of the deployment's account. */
export class RegionalStack extends TerraformStack {
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  /** Of the hosts of this partition, such as `amazonaws.com`. */
  readonly dnsSuffix: string;

  constructor(scope: Construct, id: string, { region, settings }: RegionalStackProps) {
    super(scope, id);
    new AwsProvider(this, 'aws', {
      region,
      defaultTags: [{ tags: { pillarbox: settings.name } }],
      ...endpointOptions(),
    });
    this.region = region;
    this.accountId = new DataAwsCallerIdentity(this, 'caller').accountId;
    const { partition, dnsSuffix } = new DataAwsPartition(this, 'partition');
    this.partition = partition;
    this.dnsSuffix = dnsSuffix;
    addBackend(this, id, settings);
  }

  /**
   * The stack that a construct belongs to.
   * @throws Error when that is not a regional stack
   */
  static override of(construct: IConstruct): RegionalStack {
    const stack = TerraformStack.of(construct);
    if (stack instanceof RegionalStack) return stack;
    throw new Error(`${construct.node.path}: not in a regional stack`);
  }

  /** ARN of a resource of this account, in this region unless another is named. */
  arn(service: string, resource: string, region: string = this.region): string {
    return `arn:${this.partition}:${service}:${region}:${this.accountId}:${resource}`;
  }
}

function addBackend(stack: RegionalStack, id: string, { name, state }: Settings): void {
  if (state.backend === 'local') {
    // Relative to cdktf.out/stacks/<stack>, where Terraform runs: the same bytes in every clone.
    new LocalBackend(stack, { path: `../../../terraform.${id}.tfstate` });
    return;
  }
  const backend = new S3Backend(stack, {
    bucket: state.bucket,
    region: state.region,
    key: `${literal(state.prefix ?? name)}/${id}.tfstate`,
    encrypt: true,
  });
  // S3Backend knows the lock table only, which Terraform has deprecated for the lock file (since 1.10).
  backend.addOverride('use_lockfile', true);
}
