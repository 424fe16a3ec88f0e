import type { NewFault } from '../../local/faults/fault';
import type { Draw } from '../draw';

/** A fault to come, and what a person would call it. */
export interface DrawnFault {
  what: string;
  fault: NewFault;
  /** How long it lasts, ms. */
  lastsMs: number;
}

/** Where faults strike. */
export interface FaultGround {
  /** Name of the deployment. */
  name: string;
  ingest: string[];
  /** Length of a claim's lease, seconds. */
  leaseSeconds: number;
}

/** Draws one fault of its kind. */
export type FaultKind = (draw: Draw, ground: FaultGround) => DrawnFault;

/** How long most faults last, ms. */
export const lasting = (draw: Draw) => draw.whole(2000, 8000);

/** Start of a fault's own random numbers. */
export const faultSeed = (draw: Draw) => draw.whole(0, 2 ** 31 - 1);
