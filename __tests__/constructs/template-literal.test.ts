import { literal } from '../../constructs/template-literal';
import { json, resource, synth } from '../helpers/synth';

it.each([
  ['plain', 'plain'],
  ['${aws:username}', '$${aws:username}'],
  ['%{ if true }', '%%{ if true }'],
  ['$context.status {x}', '$context.status {x}'],
])('%j becomes %j', (text, escaped) => {
  expect(literal(text)).toBe(escaped);
});

it.each(['pillarbox', 'pillarbox-jobs'])(
  'keeps the description of %s from being read as Terraform',
  (name) => {
    const stack = synth({ defaults: { api: { description: 'costs ${price} %{x}' } } })['ingest-eu-west-2']!;
    const api = resource(stack, 'aws_api_gateway_rest_api', { name });

    expect(api.description).toBe('costs $${price} %%{x}');
    expect(json(api, 'body').info).toMatchObject({ description: 'costs $${price} %%{x}' });
  },
);
