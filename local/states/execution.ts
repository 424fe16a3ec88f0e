export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** One run of a state machine. */
export interface Execution {
  arn: string;
  name: string;
  stateMachineArn: string;
  /** JSON text. */
  input: string;
  status: ExecutionStatus;
  /** Epoch ms. */
  startedAt: number;
  /** Epoch ms; set when it has ended. */
  stoppedAt?: number;
  /** JSON text, of a SUCCEEDED execution. */
  output?: string;
  error?: string;
  cause?: string;
  /** Ends it as ABORTED. */
  abort: () => void;
  /** Resolves when it has ended, however. */
  ended: Promise<void>;
}
