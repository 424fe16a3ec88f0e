import type { SortedKeys } from './sorted-keys';

/** What to list. */
export interface ListOptions {
  prefix: string;
  /** Keys that share what stands before it are rolled up; empty for none. */
  delimiter: string;
  /** Key or common prefix after which the page begins; empty for the first page. */
  after: string;
  /** 0–1,000, common prefixes included. */
  maxKeys: number;
}

/** One page. */
export interface Listing {
  keys: string[];
  prefixes: string[];
  /** Where the next page begins, if there is one. */
  next?: string;
}

/** One page of keys, rolled up by the delimiter. */
export function listKeys(all: SortedKeys, { prefix, delimiter, after, maxKeys }: ListOptions): Listing {
  const listing: Listing = { keys: [], prefixes: [] };
  let last = after;
  for (const key of all.after(after, prefix)) {
    const common = commonPrefix(key, prefix, delimiter);
    // A page may have ended with this common prefix, whose keys all come after it.
    if (common !== undefined && common === last) {
      continue;
    }
    if (listing.keys.length + listing.prefixes.length === maxKeys) {
      return maxKeys === 0 ? listing : { ...listing, next: last };
    }
    if (common === undefined) {
      listing.keys.push(key);
    } else {
      listing.prefixes.push(common);
    }
    last = common ?? key;
  }
  return listing;
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}
