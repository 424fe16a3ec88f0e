import type { Gate, GatedCall } from '../core/gate';
import type { Faults } from './faults';

/** Lets calls through as another gate does, and has the faults in force meet them. */
export class FaultGate implements Gate {
  constructor(
    private readonly inner: Gate,
    private readonly faults: Pick<Faults, 'outages' | 'meet'>,
  ) {}

  /**
   * Permissions come before rules: what is denied is no call that a rule meets.
   * @throws AwsError of the other gate, of a rule or of the work; ConnectionLostError
   */
  run<T>(call: GatedCall, work: () => T | Promise<T>): Promise<T> {
    return this.faults.outages.guard(call, call.signal, () =>
      this.inner.run(call, () => this.faults.meet(call, work)),
    );
  }
}
