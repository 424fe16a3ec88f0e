import { type Moto, startMoto } from '../../deploy/helpers/moto';
import { chosenTarget } from '../target';
import { MOTO_ENDPOINT } from './moto-endpoint';

declare global {
  /** Ended by `stop-moto.ts`; jest shares nothing else between the two. */
  var conformanceMoto: Moto | undefined;
}

/** Starts moto for a run against it: one process for all files. */
export default async function start(): Promise<void> {
  if (chosenTarget() !== 'moto') return;
  const moto = await startMoto();
  globalThis.conformanceMoto = moto;
  const { origin } = moto.url;
  process.env[MOTO_ENDPOINT] = origin;
  // Without it every execution succeeds at once, whatever the definition says.
  const config = JSON.stringify({ stepfunctions: { execute_state_machine: true } });
  await fetch(`${origin}/moto-api/config`, {
    method: 'POST',
    body: config,
    signal: AbortSignal.timeout(5000),
  });
}
