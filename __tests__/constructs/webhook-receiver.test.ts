import { resource, synth } from '../helpers/synth';

it('tells its function of sources as they are declared, whatever Terraform would make of them', () => {
  const source = { scheme: 'hmac', header: 'X-Signature', prefix: '${var.a}%{if b}=' };
  const ingest = synth({ webhooks: { sources: { acme: source } } })['ingest-eu-west-2']!;

  const { environment } = resource(ingest, 'aws_lambda_function', { function_name: 'pillarbox-webhook' });
  const { WEBHOOKS } = (environment as { variables: Record<string, string> }).variables;
  expect(WEBHOOKS).toContain('"prefix":"$${var.a}%%{if b}="');
});
