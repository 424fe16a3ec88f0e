import { BareMachine } from '../helpers/scripts';

const { version } = require('@cdktf/provider-aws/package.json').cdktf.provider;
const PROVIDER = String(version).replace(/[~>= ]/g, '');
const SKIPPED = 'SKIPPED: nothing was deployed: ';

let machine: BareMachine;
const deploy = (...args: string[]) => machine.run('scripts/test-deploy.sh', args);

beforeEach(() => {
  machine = new BareMachine();
});
afterEach(() => machine.remove());

describe('npm run test:deploy', () => {
  it('is skipped, with the reason, where there is no Terraform', () => {
    machine.install('moto_server').installProvider(PROVIDER);

    expect(deploy()).toEqual({ code: 0, printed: `${SKIPPED}terraform is not on PATH\n` });
  });

  it('is skipped, with the reason, where there is no moto', () => {
    machine.install('terraform').installProvider(PROVIDER);

    expect(deploy()).toEqual({ code: 0, printed: `${SKIPPED}moto_server is not on PATH\n` });
  });

  it('is skipped, with the reason, where there is no mirror with the provider', () => {
    machine.install('terraform').install('moto_server').installProvider('1.2.3');

    const { code, printed } = deploy();

    expect(printed).toBe(
      `${SKIPPED}no filesystem mirror has version ${PROVIDER} of the AWS provider (PILLARBOX_TF_MIRROR names one)\n`,
    );
    expect(code).toBe(0);
  });

  it('runs where all is there: with the mirror and no registry, within its time, the arguments passed on', () => {
    machine
      .install('terraform')
      .install('moto_server')
      .installProvider(PROVIDER)
      .install('npx', 'echo "npx $*"; cat "$TF_CLI_CONFIG_FILE"; exit 7');

    const { code, printed } = deploy('-t', 'second plan');

    expect(printed).toContain('npx jest --ci --runInBand --config jest.deploy.config.cjs -t second plan');
    expect(printed).toContain(`path = "${machine.folder}/mirror"`);
    expect(printed).not.toContain('direct');
    expect(code).toBe(7);
  });

  it('fails when the run exceeds its time', () => {
    machine
      .install('terraform')
      .install('moto_server')
      .installProvider(PROVIDER)
      .install('npx', "exec node -e 'setInterval(() => {}, 1000)'");

    const { code } = machine.run('scripts/test-deploy.sh', [], { PILLARBOX_DEPLOY_TIMEOUT_SECONDS: '1' });

    expect(code).toBe(124);
  });
});
