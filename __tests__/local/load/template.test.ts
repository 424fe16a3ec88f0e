import { ExpressionError, parseTemplate } from '../../../local/load/template';

describe('a template of Terraform JSON', () => {
  it('without template syntax is its own text', async () => {
    expect(await parseTemplate('plain $ % { text }')).toEqual(['plain $ % { text }']);
  });

  it('is split into text and references', async () => {
    expect(await parseTemplate('arn:${aws_sqs_queue.captures.arn}/x')).toEqual([
      'arn:',
      { target: 'aws_sqs_queue.captures', path: ['arn'] },
      '/x',
    ]);
  });

  it('refers to data sources, list positions and map keys', async () => {
    expect(
      await parseTemplate('${data.aws_region.here.name}${aws_x.y.replica[0].arn}${aws_x.y.tags["a b"]}'),
    ).toEqual([
      { target: 'data.aws_region.here', path: ['name'] },
      { target: 'aws_x.y', path: ['replica', '0', 'arn'] },
      { target: 'aws_x.y', path: ['tags', 'a b'] },
    ]);
  });

  it('keeps quotes, backslashes and line breaks, and unescapes $${ and %%{ only', async () => {
    const text = '{"a":"\\n\\u00e9é","b":"$${aws:username} %%{x}"}\n ${aws_x.y.z}\n';
    const [before, reference, after] = await parseTemplate(text);
    expect(before).toBe('{"a":"\\n\\u00e9é","b":"${aws:username} %{x}"}\n ');
    expect(reference).toEqual({ target: 'aws_x.y', path: ['z'] });
    expect(after).toBe('\n');
  });

  it.each([
    ['a function call', '${jsonencode(1)}', '"function"'],
    ['a conditional', '${true ? "a" : "b"}', '"conditional"'],
    ['a directive', '%{ if true }a%{ endif }', '"conditional"'],
    ['a splat', '${aws_x.y.z[*].arn}', '"splat"'],
    ['a computed index', '${aws_x.y.z[aws_x.y.q]}', '"index"'],
    ['a quoted literal', '${"text"}', '"template"'],
    ['arithmetic', '${1 + 1}', '"binaryOp"'],
  ])('fails for %s', async (_what, text, form) => {
    const failure = parseTemplate(text);
    await expect(failure).rejects.toThrow(ExpressionError);
    await expect(failure).rejects.toThrow(form);
  });

  it('fails for syntax that Terraform would refuse', async () => {
    await expect(parseTemplate('a${')).rejects.toThrow(/is not a Terraform template/);
  });

  it('fails for a reference to a whole resource', async () => {
    await expect(parseTemplate('${aws_sqs_queue.captures}')).rejects.toThrow(/no reference to an attribute/);
  });
});
