/** Ends what `start-moto.ts` has started. */
export default async function stop(): Promise<void> {
  globalThis.conformanceMoto?.stop();
}
