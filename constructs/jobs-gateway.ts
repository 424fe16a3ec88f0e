import { Construct } from 'constructs';
import { jobsApi } from '../apis/jobs-api';
import type { InvokedByApi } from '../apis/lambda-proxy';
import { ENV } from '../contracts/environment';
import { recordsTableName } from '../contracts/naming';
import type { Bundles } from './bundle';
import type { GatewayProps } from './capture-gateway';
import { grantReadCapturesAnywhere } from './ingest-buckets';
import { invokedFunction } from './invoked-function';
import { NodeFunction } from './node-function';
import { allow } from './policy';
import { putRole } from './put-role';
import { RegionalStack } from './regional-stack';
import { createRestApi, documentSettings, type RestApi } from './rest-api';
import { literal } from './template-literal';

/** What the jobs API of a region is made from. */
export interface JobsGatewayProps extends GatewayProps {
  /** Region of the records table, or of the replica of it, that is asked. */
  recordsRegion: string;
  /** JSON Schema of a job's parameters. */
  jobSchema: Record<string, unknown>;
  bundles: Bundles;
}

/**
 * Time-out of the function, seconds: a cold start, two tries at the table, two at S3 of its own region and two at the bucket. API
 * Gateway waits for 29.
 */
const TIMEOUT_SECONDS = 20;

/** The jobs API: takes jobs, and tells what became of a capture of any channel and region. */
export class JobsGateway extends Construct {
  readonly api: RestApi;

  constructor(scope: Construct, id: string, props: JobsGatewayProps) {
    super(scope, id);
    const { bucket, auth } = props;
    const document = jobsApi({
      partition: RegionalStack.of(this).partition,
      settings: documentSettings(props.settings),
      bucket: bucket.name,
      putRoleArn: putRole(this, { name: props.name, bucket, channel: 'jobs' }).arn,
      // A pattern or a description may look like Terraform.
      jobSchema: JSON.parse(literal(JSON.stringify(props.jobSchema))),
      getJob: this.createGetJob(props),
      auth,
    });
    this.api = createRestApi(this, { ...props, api: 'jobs', document });
  }

  private createGetJob({ name, settings, recordsRegion, bundles }: JobsGatewayProps): InvokedByApi {
    const stack = RegionalStack.of(this);
    const fn = new NodeFunction(this, 'get-job', {
      name,
      function: 'get-job',
      bundles,
      description: 'Tells what became of a capture',
      timeoutSeconds: TIMEOUT_SECONDS,
      logRetentionDays: settings.logRetentionDays,
    });
    // The table is another stack's, and known by name.
    const table = recordsTableName(name);
    fn.wire(
      { [ENV.recordsTable]: table, [ENV.recordsRegion]: recordsRegion },
      allow(['dynamodb:GetItem'], [stack.arn('dynamodb', `table/${table}`, recordsRegion)]),
    );
    grantReadCapturesAnywhere(fn, stack, name);
    fn.wire({ [ENV.name]: name });
    return invokedFunction(this, name, 'get-job', fn);
  }
}
