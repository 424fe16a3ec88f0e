import type { Treatment } from '../core/resource-type';

/** An attribute that may have one of some values. */
export function oneOf(...allowed: (string | number | boolean)[]): Treatment {
  const list = allowed.map((value) => JSON.stringify(value)).join(', ');
  return {
    checked: `is ${list}`,
    check: (value) =>
      allowed.some((candidate) => candidate === value)
        ? undefined
        : `received ${JSON.stringify(value)}, the local cloud knows ${list}`,
  };
}

/** An attribute that must hold JSON. */
export const JSON_TEXT: Treatment = {
  checked: 'is JSON',
  check: (value) => {
    try {
      JSON.parse(String(value));
      return undefined;
    } catch {
      return 'is not JSON';
    }
  },
};

/** An attribute whose meaning is for people, or for the plan, only. */
export const DESCRIPTION: Treatment = { inert: 'for people to read' };
export const TAGS: Treatment = { inert: 'tags have no effect at run time' };
