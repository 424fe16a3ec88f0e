import { resource, resources, synth } from '../helpers/synth';

describe('removal', () => {
  it.each([
    [undefined, { force_destroy: false, deletion_protection_enabled: true, recovery_window_in_days: 30 }],
    ['retain', { force_destroy: false, deletion_protection_enabled: true, recovery_window_in_days: 30 }],
    ['destroy', { force_destroy: true, deletion_protection_enabled: false, recovery_window_in_days: 0 }],
  ])('%s decides what survives a destroy', (removal, expected) => {
    const stacks = synth(removal ? { removal } : {});
    const { force_destroy } = resource(stacks['ingest-us-east-1']!, 'aws_s3_bucket');
    const { deletion_protection_enabled } = resource(stacks.central!, 'aws_dynamodb_table');
    const { recovery_window_in_days } = resource(stacks.central!, 'aws_secretsmanager_secret', {
      name: 'pillarbox-tokens',
    });

    expect({ force_destroy, deletion_protection_enabled, recovery_window_in_days }).toEqual(expected);
  });
});

describe('state', () => {
  it('lies beside the project by default, whatever folder that is', () => {
    const stacks = synth();

    expect(stacks.central?.terraform.terraform.backend).toEqual({
      local: { path: '../../../terraform.central.tfstate' },
    });
    expect(stacks['ingest-us-east-1']?.terraform.terraform.backend).toEqual({
      local: { path: '../../../terraform.ingest-us-east-1.tfstate' },
    });
  });

  it('goes to S3 with a lock file', () => {
    const stacks = synth({ state: { backend: 's3', bucket: 'our-state', region: 'eu-west-1' } });

    expect(stacks['ingest-us-east-1']?.terraform.terraform.backend).toEqual({
      s3: {
        bucket: 'our-state',
        region: 'eu-west-1',
        key: 'pillarbox/ingest-us-east-1.tfstate',
        encrypt: true,
        use_lockfile: true,
      },
    });
  });

  it('goes under the prefix of the settings', () => {
    const { central } = synth({
      state: { backend: 's3', bucket: 'our-state', region: 'eu-west-1', prefix: 'a/b' },
    });

    expect(central?.terraform.terraform.backend.s3?.key).toBe('a/b/central.tfstate');
  });
});

it('every log group has a retention', () => {
  const groups = Object.values(synth()).flatMap((stack) => resources(stack, 'aws_cloudwatch_log_group'));

  expect(groups.map(({ name }) => name).sort()).toEqual([
    '/aws/apigateway/pillarbox-captures',
    '/aws/apigateway/pillarbox-captures',
    '/aws/apigateway/pillarbox-jobs',
    '/aws/apigateway/pillarbox-jobs',
    '/aws/apigateway/pillarbox-messages',
    '/aws/apigateway/pillarbox-messages',
    '/aws/lambda/pillarbox-authorizer',
    '/aws/lambda/pillarbox-authorizer',
    '/aws/lambda/pillarbox-claim',
    '/aws/lambda/pillarbox-drain-lane',
    '/aws/lambda/pillarbox-fail',
    '/aws/lambda/pillarbox-get-job',
    '/aws/lambda/pillarbox-get-job',
    '/aws/lambda/pillarbox-notify',
    '/aws/lambda/pillarbox-plan-lanes',
    '/aws/lambda/pillarbox-process',
    '/aws/lambda/pillarbox-process-standard',
    '/aws/lambda/pillarbox-reconcile',
    '/aws/lambda/pillarbox-sweep',
    '/aws/lambda/pillarbox-upload',
    '/aws/lambda/pillarbox-upload',
    '/aws/lambda/pillarbox-webhook',
    '/aws/lambda/pillarbox-webhook',
    '/aws/vendedlogs/states/pillarbox-drain',
    '/aws/vendedlogs/states/pillarbox-process-express',
    '/aws/vendedlogs/states/pillarbox-process-standard',
    '/aws/vendedlogs/states/pillarbox-reconcile',
  ]);
  expect(groups.filter(({ retention_in_days }) => retention_in_days !== 7)).toEqual([]);
});
