import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BareMachine } from '../helpers/scripts';

const PROVIDER = '9.8.7';
const SKIPPED = 'SKIPPED: stacks were NOT validated: ';

let machine: BareMachine;
let out: string;
/** Checks stacks that are synthesized already. */
const validate = () => machine.run('scripts/validate-stacks.sh', [out]);

beforeEach(() => {
  machine = new BareMachine();
  out = join(machine.folder, 'out');
  const stack = { terraform: { required_providers: { aws: { version: PROVIDER } } } };
  for (const name of ['central', 'ingest-eu-west-2']) {
    mkdirSync(join(out, 'stacks', name), { recursive: true });
    writeFileSync(join(out, 'stacks', name, 'cdk.tf.json'), JSON.stringify(stack));
  }
});
afterEach(() => machine.remove());

describe('npm run validate', () => {
  it('is skipped, with the reason, where there is no Terraform', () => {
    machine.installProvider(PROVIDER);

    expect(validate()).toEqual({ code: 0, printed: `${SKIPPED}terraform is not on PATH\n` });
  });

  it('is skipped, with the reason, where there is no mirror with the provider', () => {
    machine.install('terraform').installProvider('1.2.3');

    const { code, printed } = validate();

    expect(printed).toBe(
      `${SKIPPED}no filesystem mirror has version ${PROVIDER} of the AWS provider (PILLARBOX_TF_MIRROR names one)\n`,
    );
    expect(code).toBe(0);
  });

  it('has Terraform validate every stack, where all is there', () => {
    machine.installProvider(PROVIDER).install('terraform', 'echo "terraform $1 in ${PWD##*/}"');

    const { code, printed } = validate();

    expect(printed).toContain('terraform validate in central');
    expect(printed).toContain('terraform validate in ingest-eu-west-2');
    expect(printed).toContain(`All stacks are valid for AWS provider ${PROVIDER}.`);
    expect(code).toBe(0);
  });

  it('fails naming the stack that Terraform refuses', () => {
    machine
      .installProvider(PROVIDER)
      .install('terraform', '[ "$1 ${PWD##*/}" != "validate ingest-eu-west-2" ]');

    const { code, printed } = validate();

    expect(printed).toContain('INVALID: ingest-eu-west-2\n');
    expect(code).toBe(1);
  });
});
