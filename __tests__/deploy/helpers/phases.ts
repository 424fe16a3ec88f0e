/** How long the parts of a run took, in order. */
export class Phases {
  private readonly start = performance.now();
  private readonly taken: { name: string; seconds: number }[] = [];

  /** A `describe` whose time, set-up included, is noted. */
  describe(name: string, define: () => void): void {
    describe(name, () => {
      let start = 0;
      beforeAll(() => {
        start = performance.now();
      });
      define();
      afterAll(() => {
        this.taken.push({ name, seconds: (performance.now() - start) / 1000 });
      });
    });
  }

  /** A line for each part and one for all until now, start and stop included. */
  lines(): string[] {
    const all = { name: 'in all', seconds: (performance.now() - this.start) / 1000 };
    return [...this.taken, all].map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`);
  }
}
