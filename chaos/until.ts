/** Resolves at that time, epoch ms, or at once when it has passed. */
export function until(epochMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, epochMs - Date.now())));
}
