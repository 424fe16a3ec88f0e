import type { Construct } from 'constructs';
import { hasWebhooks, type Settings } from '../config/settings';
import type { Bundles } from '../constructs/bundle';
import { Dashboard } from '../constructs/dashboard';
import { DrainAlarms } from '../constructs/drain-alarms';
import { DrainWorkflow } from '../constructs/drain-workflow';
import { FailureBus } from '../constructs/failure-bus';
import { IngestQueues } from '../constructs/ingest-queues';
import { ProcessingWorkflow } from '../constructs/processing-workflow';
import { ReconcileAlarms } from '../constructs/reconcile-alarms';
import { ReconcileWorkflow } from '../constructs/reconcile-workflow';
import { RecordsTable } from '../constructs/records-table';
import { RegionalStack } from '../constructs/regional-stack';
import { ReplicatedSecret } from '../constructs/replicated-secret';
import { tokenSecretName, webhookSecretName } from '../contracts/naming';

export interface CentralStackProps {
  settings: Settings;
  bundles: Bundles;
}

/** The one place that processes: drains every ingest region, keeps the records, owns the tokens. */
export class CentralStack extends RegionalStack {
  constructor(scope: Construct, { settings, bundles }: CentralStackProps) {
    super(scope, 'central', { region: settings.central.region, settings });
    const { name } = settings;

    new ReplicatedSecret(this, 'tokens', {
      settings,
      name: tokenSecretName(name),
      description: 'SHA-256 of each accepted token, and its principal',
    });
    if (hasWebhooks(settings)) {
      new ReplicatedSecret(this, 'webhooks', {
        settings,
        name: webhookSecretName(name),
        description: 'Secrets that each source of webhooks signs with',
      });
    }
    const table = new RecordsTable(this, 'records', { settings });
    const failures = new FailureBus(this, 'failures', { settings });
    const processing = new ProcessingWorkflow(this, 'processing', { settings, bundles, table, failures });
    failures.replayTo(processing.arns);
    const queues = new IngestQueues(this, settings);
    const drain = new DrainWorkflow(this, 'drain', { settings, bundles, queues, table, processing });

    const reconcile = new ReconcileWorkflow(this, 'reconcile', { settings, bundles, queues, table });

    new DrainAlarms(this, 'alarms', { name, stateMachineArn: drain.arn });
    new ReconcileAlarms(this, 'reconcile-alarms', { name, stateMachineArn: reconcile.arn });
    new Dashboard(this, 'overview', { settings, drainArn: drain.arn, processingArns: processing.arns });
  }
}
