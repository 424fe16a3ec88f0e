/** How long the parts of a run took, in order. */
export class Phases {
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

  /** A line for each part and one for the sum. */
  lines(): string[] {
    const sum = this.taken.reduce((total, { seconds }) => total + seconds, 0);
    return [...this.taken, { name: 'all phases', seconds: sum }].map(
      ({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`,
    );
  }
}
