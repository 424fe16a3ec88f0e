/** What a connection may do and for how long. */
export interface ConnectionLimits {
  /** A connection on which nothing is sent either way is closed after so many seconds. */
  idleSeconds: number;
  /** Every connection is closed after so many seconds. */
  durationSeconds: number;
}

/** API Gateway Developer Guide, "Quotas for WebSocket APIs": 10 minutes idle, 2 hours in all. */
export const CONNECTION_LIMITS: ConnectionLimits = { idleSeconds: 600, durationSeconds: 7200 };

/** Largest message either way, bytes (same place: 128 KB). */
export const MAX_MESSAGE_BYTES = 128 * 1024;

/** Largest frame of a client, bytes (same place: 32 KB; a larger one closes the connection with 1009). */
export const MAX_FRAME_BYTES = 32 * 1024;
