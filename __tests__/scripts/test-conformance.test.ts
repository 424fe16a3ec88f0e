import { BareMachine } from '../helpers/scripts';

const SKIPPED = 'SKIPPED: the local cloud was NOT compared with moto: moto_server is not on PATH\n';

let machine: BareMachine;
const conform = (...args: string[]) => machine.run('scripts/test-conformance.sh', args);

beforeEach(() => {
  machine = new BareMachine();
});
afterEach(() => machine.remove());

describe('npm run test:conformance', () => {
  it('compares with moto after the local cloud, the arguments passed on', () => {
    machine.install('moto_server').install('npx', 'echo "$PILLARBOX_CONFORMANCE: $*"');

    const { code, printed } = conform('sqs');

    expect(printed).toMatch(
      /^Conformance of local\nlocal: jest .* sqs\nConformance of moto\nmoto: jest .* sqs\n$/,
    );
    expect(code).toBe(0);
  });

  it('skips the comparison, and says so, where there is no moto', () => {
    machine.install('npx', 'echo "$PILLARBOX_CONFORMANCE"');

    expect(conform()).toEqual({ code: 0, printed: `Conformance of local\nlocal\n${SKIPPED}` });
  });

  it('fails when the local cloud does, moto or no moto', () => {
    machine.install('npx', 'exit 1');

    const { code, printed } = conform();

    expect(printed).toContain(SKIPPED);
    expect(code).toBe(1);
  });

  it('fails when moto disagrees', () => {
    machine.install('moto_server').install('npx', '[ "$PILLARBOX_CONFORMANCE" = local ]');

    expect(conform().code).toBe(1);
  });
});
