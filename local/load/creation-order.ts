/** A thing to create and the addresses it needs first. */
export interface Dependent {
  address: string;
  needs: string[];
}

/**
 * Orders things so that each comes after what it needs, otherwise as given. Needs that are not among the things
 * are left out.
 * @param onCycle called with the addresses of each cycle found, first one repeated at the end
 */
export function creationOrder<T extends Dependent>(things: T[], onCycle: (addresses: string[]) => void): T[] {
  const byAddress = new Map(things.map((thing) => [thing.address, thing]));
  const done = new Set<string>();
  const ordered: T[] = [];
  const visit = (thing: T, path: string[]): void => {
    if (done.has(thing.address)) return;
    const seenAt = path.indexOf(thing.address);
    if (seenAt >= 0) {
      onCycle([...path.slice(seenAt), thing.address]);
      return;
    }
    for (const need of thing.needs) {
      const needed = byAddress.get(need);
      if (needed) visit(needed, [...path, thing.address]);
    }
    if (done.has(thing.address)) return;
    done.add(thing.address);
    ordered.push(thing);
  };
  for (const thing of things) visit(thing, []);
  return ordered;
}
