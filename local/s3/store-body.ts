import { createHash } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { FileBody, MemoryBody, type StoredBody } from './stored-body';
import type { TempFiles } from './temp-files';

/** Largest body kept in memory, bytes; larger ones go to a file. */
const MAX_MEMORY_BYTES = 1024 * 1024;

/** A stored body and its MD5, hex. */
export interface Stored {
  body: StoredBody;
  md5: string;
}

/** What wants to see the bytes of a body go by. */
export interface ByteWatcher {
  update(chunk: Buffer): unknown;
}

/**
 * Stores a body as it arrives, without ever holding a large one in memory. When the source fails, nothing is left.
 *
 * @param watchers are fed the same bytes
 */
export async function storeBody(
  source: AsyncIterable<Buffer> | Buffer,
  files: TempFiles,
  watchers: ByteWatcher[],
): Promise<Stored> {
  const md5 = createHash('md5');
  const writer = new SpillingWriter(files);
  try {
    for await (const chunk of Buffer.isBuffer(source) ? [source] : source) {
      md5.update(chunk);
      for (const watcher of watchers) watcher.update(chunk);
      await writer.write(chunk);
    }
    return { body: await writer.finish(), md5: md5.digest('hex') };
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

class SpillingWriter {
  private chunks: Buffer[] = [];
  private size = 0;
  private file: { path: string; handle: FileHandle } | undefined;

  constructor(private readonly files: TempFiles) {}

  async write(chunk: Buffer): Promise<void> {
    this.size += chunk.length;
    if (this.file) {
      await this.file.handle.writeFile(chunk);
      return;
    }
    this.chunks.push(chunk);
    if (this.size > MAX_MEMORY_BYTES) {
      await this.spill();
    }
  }

  async finish(): Promise<StoredBody> {
    if (!this.file) {
      return new MemoryBody(this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks));
    }
    await this.file.handle.close();
    return new FileBody(this.file.path, this.size);
  }

  async discard(): Promise<void> {
    if (this.file) {
      await this.file.handle.close();
      await rm(this.file.path, { force: true });
    }
  }

  private async spill(): Promise<void> {
    const path = this.files.newPath();
    this.file = { path, handle: await open(path, 'wx') };
    await this.file.handle.writeFile(Buffer.concat(this.chunks));
    this.chunks = [];
  }
}
