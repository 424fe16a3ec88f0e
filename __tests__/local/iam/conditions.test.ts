import { compileConditions } from '../../../local/iam/conditions';

const ARN = 'arn:aws:s3:::captures';
const context = {
  'aws:SecureTransport': 'true',
  'aws:SourceAccount': '000000000000',
  'aws:SourceArn': ARN,
};
const holds = (operator: string, key: string, value: unknown) =>
  compileConditions({ [operator]: { [key]: value } })(context);

describe('a condition', () => {
  it.each<[string, string, unknown, boolean]>([
    ['StringEquals', 'aws:SourceAccount', '000000000000', true],
    ['StringEquals', 'aws:SourceAccount', ['111111111111', '000000000000'], true],
    ['StringEquals', 'aws:SourceAccount', ['111111111111', '222222222222'], false],
    ['StringEquals', 'aws:SourceAccount', '0000000000001', false],
    ['StringEquals', 'aws:SourceAccount', '00000000000', false],
    ['StringEquals', 'aws:SourceAccount', '*', false],
    ['StringEquals', 'aws:SourceArn', 'arn:aws:s3:::Captures', false],
    ['ArnLike', 'aws:SourceArn', ARN, true],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::cap*', true],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::cap', false],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::CAP*', false],
    ['Bool', 'aws:SecureTransport', 'True', true],
    ['Bool', 'aws:SecureTransport', true, true],
    ['Bool', 'aws:SecureTransport', 'False', false],
  ])('%s of %s with %j: %s', (operator, key, value, expected) => {
    expect(holds(operator, key, value)).toBe(expected);
  });

  it('holds when every operator and every key in it holds', () => {
    const both = (SourceAccount: string, SourceArn: string) =>
      compileConditions({
        StringEquals: { 'aws:SourceAccount': SourceAccount, 'aws:SourceArn': ARN },
        ArnLike: { 'aws:SourceArn': SourceArn },
      })(context);

    expect(both('000000000000', ARN)).toBe(true);
    expect(both('111111111111', ARN)).toBe(false);
    expect(both('000000000000', 'arn:aws:s3:::other')).toBe(false);
  });

  it('does not hold for a key that the request does not carry', () => {
    expect(compileConditions({ ArnLike: { 'aws:SourceArn': 'arn:*:*:*:*:*' } })({})).toBe(false);
  });

  it('that says nothing always holds', () => {
    expect([compileConditions(undefined)({}), compileConditions({})({})]).toEqual([true, true]);
  });
});
