/** Everything in the synthesized Terraform JSON that the local cloud cannot run, a line each with its address. */
export class LoadError extends Error {
  override readonly name = 'LoadError';

  constructor(readonly faults: string[]) {
    super(
      `the synthesized stacks hold ${faults.length} ${faults.length === 1 ? 'thing' : 'things'} ` +
        `that the local cloud does not run\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    );
  }
}
