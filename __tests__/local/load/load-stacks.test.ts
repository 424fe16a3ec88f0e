import { rmSync } from 'node:fs';
import type { Resource, ResourceType } from '../../../local/core/resource-type';
import { LoadError } from '../../../local/load/load-error';
import { loadStacks } from '../../../local/load/load-stacks';
import { stackJson, writeApp } from '../../helpers/synthesized-app';

interface Created {
  resources: Resource[];
}

const thing: ResourceType<Created> = {
  type: 'aws_thing',
  attributes: {
    name: 'served',
    tags: { inert: 'for people' },
    'rule.days': {
      checked: 'is positive',
      check: (days) => (Number(days) > 0 ? undefined : `received ${days}`),
    },
    'rule.filter.prefix': 'served',
    other: 'served',
  },
  create(resource, { resources }) {
    resources.push(resource);
    if (resource.attributes.name === 'refused') throw new Error('the name is refused');
    return { arn: `arn:${resource.attributes.name}`, count: 3 };
  },
};

async function load(stacks: Record<string, Record<string, unknown>>) {
  const services: Created = { resources: [] };
  const outdir = writeApp(stacks);
  const types = new Map([[thing.type, thing]]);
  try {
    const loaded = await loadStacks({ outdir, types, services, accountId: '000000000000', partition: 'aws' });
    return { loaded, created: services.resources };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

async function faultsOf(stacks: Record<string, Record<string, unknown>>): Promise<string[]> {
  const error = await load(stacks).then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(LoadError);
  return (error as LoadError).faults;
}

const things = (named: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  stackJson({ resource: { aws_thing: named }, ...more });

describe('loading stacks', () => {
  it('creates resources after what they refer to and depend on', async () => {
    const { created } = await load({
      central: things({
        last: { name: 'last', depends_on: ['aws_thing.middle'] },
        middle: { name: 'middle', other: '${aws_thing.first.arn}' },
        first: { name: 'first' },
      }),
    });
    expect(created.map(({ attributes }) => attributes.name)).toEqual(['first', 'middle', 'last']);
    expect(created[1]).toMatchObject({
      address: 'central/aws_thing.middle',
      region: 'eu-west-1',
      attributes: { other: 'arn:first' },
    });
  });

  it('keeps the type of a lone reference and makes text of one in company', async () => {
    const { created } = await load({
      central: things({
        a: { name: 'a' },
        b: { name: '${aws_thing.a.count}' },
        c: { name: '${aws_thing.a.count} of ${aws_thing.a.name}' },
      }),
    });
    expect(created.map(({ attributes }) => attributes.name)).toEqual(['a', 3, '3 of a']);
  });

  it('answers data sources with account, partition and region', async () => {
    const { created } = await load({
      central: things(
        {
          a: {
            name: '${data.aws_partition.p.partition}:${data.aws_region.r.name}:${data.aws_caller_identity.c.account_id}',
          },
        },
        { data: { aws_partition: { p: {} }, aws_region: { r: {} }, aws_caller_identity: { c: {} } } },
      ),
    });
    expect(created[0]?.attributes.name).toBe('aws:eu-west-1:000000000000');
  });

  it('resolves outputs', async () => {
    const { loaded } = await load({
      central: things({ a: { name: 'a' } }, { output: { Arn: { value: '${aws_thing.a.arn}' } } }),
    });
    expect(loaded).toMatchObject([{ name: 'central', region: 'eu-west-1', outputs: { Arn: 'arn:a' } }]);
  });

  it('ignores meta-arguments and comments', async () => {
    const block = { name: 'a', lifecycle: { prevent_destroy: true }, '//': { metadata: {} } };
    const { created } = await load({ central: things({ a: block }) });
    expect(created[0]?.attributes).toEqual({ name: 'a' });
  });

  it('fails with every unlisted type, attribute, section and data source at once, each with its address', async () => {
    const faults = await faultsOf({
      central: {
        ...things({ a: { name: 'a', size: 1, rule: [{ days: 1 }, { days: 2, until: 'x' }] } }),
        module: {},
        data: { aws_ami: { image: {} } },
      },
      'ingest-eu-west-2': stackJson({ resource: { aws_other: { b: { name: 'b' } } } }),
    });
    expect(faults).toEqual([
      'central: section "module" is not known',
      'central/data.aws_ami.image: data source "aws_ami" is not known',
      'central/aws_thing.a: attribute "size" is not known',
      'central/aws_thing.a: attribute "rule[1].until" is not known',
      'ingest-eu-west-2/aws_other.b: type "aws_other" is not known',
    ]);
  });

  it('fails for expressions beyond references, and for references to nothing', async () => {
    const faults = await faultsOf({
      central: things({
        a: { name: '${upper("a")}', rule: { filter: { prefix: '${aws_thing.gone.arn}' } } },
        b: { name: 'b', depends_on: ['aws_thing.gone'] },
      }),
    });
    expect(faults).toEqual([
      expect.stringContaining('central/aws_thing.a: name: ${upper("a")} is of the form "function"'),
      'central/aws_thing.a: rule.filter.prefix: refers to aws_thing.gone, which does not exist',
      'central/aws_thing.b: depends_on names aws_thing.gone, which does not exist',
    ]);
  });

  it('fails for resources that refer to one another in a circle', async () => {
    const faults = await faultsOf({
      central: things({ a: { name: '${aws_thing.b.arn}' }, b: { name: '${aws_thing.a.arn}' } }),
    });
    expect(faults).toEqual([
      'central/aws_thing.a: refers to itself: central/aws_thing.a → central/aws_thing.b → central/aws_thing.a',
    ]);
  });

  it('fails with everything that checks and creation refuse', async () => {
    const faults = await faultsOf({
      central: things({
        a: { name: 'a', rule: [{ days: 0 }] },
        b: { name: 'refused' },
        c: { name: '${aws_thing.b.arn}' },
      }),
    });
    expect(faults).toEqual([
      'central/aws_thing.a: rule[0].days: received 0',
      'central/aws_thing.b: the name is refused',
      'central/aws_thing.c: needs aws_thing.b, which was not created',
    ]);
  });

  it('fails for an attribute that a resource does not have', async () => {
    const faults = await faultsOf({
      central: things({ a: { name: 'a' }, b: { name: '${aws_thing.a.url}' } }),
    });
    expect(faults).toEqual(['central/aws_thing.b: needs aws_thing.a.url, which has no value']);
  });

  it('fails for a template in the place of a key', async () => {
    const faults = await faultsOf({ central: things({ a: { name: 'a', tags: { '${data.x.y.z}': 'b' } } }) });
    expect(faults).toEqual(['central/aws_thing.a: tags.${data.x.y.z}: a template cannot be a key here']);
  });
});
