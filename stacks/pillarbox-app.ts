import { App } from 'cdktf';
import type { Settings } from '../config/settings';
import type { Bundles } from '../constructs/bundle';
import { CentralStack } from './central-stack';
import { IngestStack } from './ingest-stack';

export interface PillarboxAppProps {
  settings: Settings;
  bundles: Bundles;
  /**
   * Folder that the stacks are written to.
   * @default cdktf.out, or what the cdktf CLI asks for
   */
  outdir?: string;
}

/** All stacks of a deployment: one for each ingest region, and the centre. */
export class PillarboxApp extends App {
  constructor({ settings, bundles, outdir }: PillarboxAppProps) {
    super({ outdir });
    for (const ingest of settings.ingest) new IngestStack(this, { settings, ingest, bundles });
    new CentralStack(this, { settings, bundles });
  }
}
