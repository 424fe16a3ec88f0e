import { randomUUID } from 'node:crypto';

/** A name that no other fixture has; 48 characters, as many as the shortest of AWS's limits (archives) allows. */
export const fixtureName = (): string => `conformance-${randomUUID()}`;
