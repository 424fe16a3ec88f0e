import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files for large objects in one directory, made on first use and removed with everything in it. */
export class TempFiles {
  private directory: string | undefined;
  private count = 0;

  /** A path that no file has yet. */
  newPath(): string {
    this.directory ??= mkdtempSync(join(tmpdir(), 'local-s3-'));
    return join(this.directory, String(this.count++));
  }

  /** Synchronous, so that it can also run while the process exits. */
  removeAll(): void {
    if (this.directory !== undefined) {
      rmSync(this.directory, { recursive: true, force: true });
      this.directory = undefined;
    }
  }
}
