import { captureBucketName } from '../../contracts/naming';
import { errorNameOf, idOf, isTerminal } from '../evidence';
import { type Invariant, show } from '../invariant';

/** 202 only after a durable write, and objects are never overwritten. */
export const acceptedIsStored: Invariant = {
  sentence: 'Every accepted capture has its object, as it was sent.',
  *check({ accepted, objects }) {
    for (const { id, size, sha256 } of accepted) {
      const expected = `an object of ${size} bytes, SHA-256 ${sha256}`;
      const found = objects.get(id) ?? [];
      const asSent = found.some((object) => object.size === size && object.sha256 === sha256);
      if (!asSent)
        yield { id, seen: show(found.map((o) => `${o.size} bytes, SHA-256 ${o.sha256}`)), expected };
    }
  },
};

export const idIsGivenOnce: Invariant = {
  sentence: 'No two accepted captures have the same id.',
  *check({ accepted }) {
    const given = new Set<string>();
    for (const { id } of accepted) {
      if (given.has(id)) yield { id, seen: 'a second 202 with this id', expected: 'an id of its own' };
      given.add(id);
    }
  },
};

/** Accepted or not: where the client lost the answer, the capture is processed all the same. */
export const storedHasRecord: Invariant = {
  sentence: 'Every object is one capture, and has its record.',
  *check({ state, objects, records }) {
    for (const { region, key } of state.objects) {
      if (idOf({ region, key }) === undefined)
        yield { id: `${region}/${key}`, seen: key, expected: 'captures/<channel>/<principal>/<requestId>' };
    }
    for (const [id, found] of objects) {
      if (found.length > 1) yield { id, seen: show(found.map(({ key }) => key)), expected: 'one object' };
      if (!records.has(id)) yield { id, seen: 'no record', expected: 'a record' };
    }
  },
};

export const recordHasObject: Invariant = {
  sentence: 'Every record is of an object that is there, unless it says that the payload expired.',
  *check({ objects, records }) {
    for (const [id, record] of records) {
      if (objects.has(id)) continue;
      const { status } = record;
      const expired = status === 'FAILED' && isTerminal(record) && errorNameOf(record) === 'PayloadExpired';
      if (!expired)
        yield { id, seen: `no object, ${show(status)}`, expected: 'FAILED for good, PayloadExpired' };
    }
  },
};

/** A record that describes another object would have had something else processed. */
export const recordDescribesObject: Invariant = {
  sentence: 'Every record says of its object what the object is.',
  *check({ target, objects, records }) {
    for (const [id, [object]] of objects) {
      const record = records.get(id);
      if (!record || !object) continue;
      // Of a role the key names the session, too, behind a colon.
      const [, channel, principal] = object.key.split(/\/|:[^/]*\//);
      const { region, key, size, eTag } = object;
      const bucket = captureBucketName(target.name, target.accountId, region);
      for (const [name, expected] of Object.entries({
        channel,
        principal,
        region,
        bucket,
        key,
        size,
        eTag,
      })) {
        if (record[name] !== expected)
          yield { id, seen: `${name}: ${show(record[name])}`, expected: show(expected) };
      }
    }
  },
};
