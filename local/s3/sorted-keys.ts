/** Keys in the order of their UTF-8 bytes, as S3 lists them. Sorted on demand, so that writes stay cheap. */
export class SortedKeys {
  /** Keys as strings of bytes, which compare as the bytes do. */
  private readonly keys = new Set<string>();
  private sorted: string[] | undefined;

  add(key: string): void {
    const bytes = toBytes(key);
    if (!this.keys.has(bytes)) {
      this.keys.add(bytes);
      this.sorted = undefined;
    }
  }

  delete(key: string): void {
    if (this.keys.delete(toBytes(key))) {
      this.sorted = undefined;
    }
  }

  /** Keys with `prefix` that come after `after`, in order. */
  *after(after: string, prefix: string): Generator<string> {
    this.sorted ??= [...this.keys].sort();
    const first = toBytes(prefix);
    const last = toBytes(after);
    const [, start = first] = [first, last].sort();
    for (let index = lowerBound(this.sorted, start); index < this.sorted.length; index++) {
      const bytes = this.sorted[index]!;
      if (!bytes.startsWith(first)) {
        return;
      }
      if (bytes > last || after === '') {
        yield Buffer.from(bytes, 'latin1').toString('utf8');
      }
    }
  }
}

function toBytes(key: string): string {
  return Buffer.from(key).toString('latin1');
}

/** Index of the first key that is not before `start`. */
function lowerBound(sorted: string[], start: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < start) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
