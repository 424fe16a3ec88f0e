import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { AssetType, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import { type FunctionId, functionLogGroupName, functionName, roleName } from '../contracts/naming';
import type { Bundles } from './bundle';
import { allow, type Statement } from './policy';
import { RegionalStack } from './regional-stack';
import { ServiceRole } from './service-role';
import { allowUnrestricted } from './unrestricted';

export interface NodeFunctionProps {
  /** The deployment's name. */
  name: string;
  /** Which function: names its code, its resources and its role. */
  function: FunctionId;
  bundles: Bundles;
  description: string;
  /** Time-out, seconds, 1–900. */
  timeoutSeconds: number;
  /**
   * Memory, MB, 128–10,240; the share of CPU grows with it.
   * @default 256
   */
  memoryMb?: number;
  /** @default none: shares the account's concurrency */
  reservedConcurrency?: number;
  /** Days that its log is kept: a value CloudWatch Logs accepts. */
  logRetentionDays: number;
}

/** A Lambda function with its own role, its own log group and nothing it was not granted. */
export class NodeFunction extends Construct {
  readonly arn: string;
  /** What API Gateway calls it by. */
  readonly invokeArn: string;
  readonly physicalName: string;
  private readonly resource: LambdaFunction;
  private readonly role: ServiceRole;
  private readonly variables: Record<string, string> = {};

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    const logGroup = new CloudwatchLogGroup(this, 'log', {
      name: functionLogGroupName(props.name, props.function),
      retentionInDays: props.logRetentionDays,
    });
    this.role = this.createRole(props, logGroup.arn);
    const { path, sha256 } = props.bundles.get(props.function);
    this.physicalName = functionName(props.name, props.function);
    this.resource = new LambdaFunction(this, 'function', {
      functionName: this.physicalName,
      description: props.description,
      role: this.role.arn,
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: new TerraformAsset(this, 'code', { path, assetHash: sha256, type: AssetType.FILE }).path,
      sourceCodeHash: Buffer.from(sha256, 'hex').toString('base64'),
      memorySize: props.memoryMb ?? 256,
      timeout: props.timeoutSeconds,
      reservedConcurrentExecutions: props.reservedConcurrency,
      tracingConfig: { mode: 'Active' },
      loggingConfig: { logFormat: 'JSON', logGroup: logGroup.name },
      // Lambda checks the tracing permission when it creates the function.
      dependsOn: [this.role.policy],
    });
    this.arn = this.resource.arn;
    this.invokeArn = this.resource.invokeArn;
  }

  /** Adds a permission and the environment variables that make use of it: nobody can do one without the other. */
  wire(variables: Record<string, string>, ...statements: Statement[]): void {
    Object.assign(this.variables, variables);
    this.resource.putEnvironment({ variables: { ...this.variables } });
    if (statements.length > 0) this.role.grant(...statements);
  }

  private createRole(props: NodeFunctionProps, logGroupArn: string): ServiceRole {
    return new ServiceRole(this, 'role', {
      name: roleName(props.name, RegionalStack.of(this).region, props.function),
      service: 'lambda.amazonaws.com',
      statements: [
        allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [`${logGroupArn}:*`]),
        allowUnrestricted('tracing'),
      ],
    });
  }
}
