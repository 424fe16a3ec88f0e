import type { ActiveFault, NewFault } from '../../local/faults/fault';
import { CommandError, ExitCode } from '../exit-code';

/** A person waits: better an error than none. Milliseconds. */
const TIMEOUT_MS = 10_000;

/** The faults of a local cloud, over HTTP. */
export class FaultsClient {
  /** @param endpoint where the local cloud listens */
  constructor(private readonly endpoint: string) {}

  /** @throws CommandError with what is wrong with the fault */
  add(fault: NewFault): Promise<ActiveFault> {
    const headers = { 'content-type': 'application/json' };
    return this.ask<ActiveFault>('', { method: 'POST', headers, body: JSON.stringify(fault) });
  }

  list(): Promise<ActiveFault[]> {
    return this.ask<ActiveFault[]>('', {});
  }

  /** @throws CommandError when there is none with that id */
  async remove(id: string): Promise<void> {
    await this.ask(`/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }

  async clear(): Promise<void> {
    await this.ask('', { method: 'DELETE' });
  }

  private async ask<T>(path: string, init: RequestInit): Promise<T> {
    const url = `${this.endpoint.replace(/\/+$/, '')}/_local/faults${path}`;
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { ...init, signal }).catch((error: Error) => {
      // Node tells what happened to the connection in the cause.
      throw error.cause ?? error;
    });
    const text = await response.text();
    if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
    throw new CommandError(EXIT_CODES[response.status] ?? ExitCode.Failed, messageOf(response.status, text));
  }
}

const EXIT_CODES: Record<number, ExitCode> = { 400: ExitCode.WrongUse, 404: ExitCode.NotFound };

function messageOf(status: number, text: string): string {
  try {
    return (JSON.parse(text) as { message: string }).message;
  } catch {
    return `the local cloud answered ${status}: ${text}`;
  }
}
