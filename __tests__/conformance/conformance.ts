import { clientConfig } from './client-config';
import { differencesOf } from './differences';
import { describeFailure } from './differences/describe-failure';
import type { Difference, Suite } from './differences/difference';
import { chosenTarget, REGION, type Target } from './target';
import { LocalTarget } from './targets/local';
import { MOTO_ENDPOINT } from './targets/moto-endpoint';

type ClientConfig = ReturnType<typeof clientConfig>;

/** What the behaviours of a suite work with. */
export interface Given {
  /** Known when the tests run. */
  readonly target: Target;
  /** A client of the target, ended with the suite. @param region default {@link REGION} */
  client<Client extends { destroy(): void }>(
    create: (config: ClientConfig) => Client,
    region?: string,
  ): Client;
}

/** Declares one behaviour of AWS that the project relies on. */
export type Behaviour = (sentence: string, body: () => Promise<void>) => void;

/**
 * A suite of AWS behaviours, run against the target that `PILLARBOX_CONFORMANCE` names. A behaviour for which the table
 * of differences lists this target must fail there, in the way that the table says: so a healed target is noticed.
 */
export function conformance(suite: Suite, define: (behaviour: Behaviour, given: Given) => void): void {
  const targetName = chosenTarget();
  const listed = differencesOf(suite);
  const sentences = new Set<string>();
  describe(`${suite} on ${targetName}`, () => {
    const clients: { destroy(): void }[] = [];
    let target: Target | undefined;
    const started = (): Target => {
      if (!target) throw new Error('the target is there only while the tests run');
      return target;
    };
    beforeAll(async () => {
      target = await startTarget();
    });
    afterAll(async () => {
      for (const client of clients) client.destroy();
      await target?.stop();
    });
    const given: Given = {
      get target() {
        return started();
      },
      client(create, region = REGION) {
        const client = create(clientConfig(() => started().endpoint, region));
        clients.push(client);
        return client;
      },
    };
    const behaviour: Behaviour = (sentence, body) => {
      sentences.add(sentence);
      const difference = listed.find(
        (each) => each.target === targetName && each.behaviours.includes(sentence),
      );
      it(sentence, difference ? () => expectDifference(difference, body) : body);
    };
    define(behaviour, given);
    it('has no difference listed for a behaviour that is not tested', () => {
      const behaviours = listed.flatMap((each) => each.behaviours);
      expect(behaviours.filter((sentence) => !sentences.has(sentence))).toEqual([]);
    });
  });
}

async function startTarget(): Promise<Target> {
  if (chosenTarget() === 'local') return LocalTarget.start();
  // Its many clients are not loaded where nobody needs them.
  const { MotoTarget } = await import('./targets/moto');
  const endpoint = process.env[MOTO_ENDPOINT];
  if (!endpoint) throw new Error('moto is not running: npm run test:conformance starts it');
  return new MotoTarget(endpoint);
}

/** @throws Error when the behaviour holds by now, or fails in another way */
async function expectDifference({ shows, sometimes }: Difference, body: () => Promise<void>): Promise<void> {
  const failure = await body().then(
    () => undefined,
    (error: unknown) => describeFailure(error),
  );
  if (failure === undefined) {
    if (sometimes) return;
    throw new Error('the listed difference is gone: take it out of differences.ts');
  }
  expect(failure).toMatch(shows);
}
