import { convert } from '../../../local/apigateway/content-handling';
import { jsonPath } from '../../../local/apigateway/json-path';
import { isBinary, mediaTypeOf } from '../../../local/apigateway/media-types';
import { AuthorizerPolicy } from '../../../local/apigateway/policy';
import { Routes } from '../../../local/apigateway/routes';
import { compileMappingTemplate } from '../../../local/apigateway/velocity';
import { VELOCITY_UTIL } from '../../../local/apigateway/velocity-functions';

describe('content handling', () => {
  const bytes = Buffer.from([0xff, 0x00, 0x41]);

  it('passes binary unchanged and makes base64 of it when text is asked for', () => {
    expect(convert(bytes, true, undefined)).toEqual({ bytes, text: false });
    expect(convert(bytes, true, 'CONVERT_TO_TEXT')).toEqual({ bytes: Buffer.from('/wBB'), text: true });
  });

  it('reads text as UTF-8, which corrupts bytes that are none', () => {
    expect(convert(bytes, false, undefined)).toEqual({ bytes: Buffer.from('\ufffd\u0000A'), text: true });
  });

  it('decodes base64 text when binary is asked for, and fails for anything else', () => {
    expect(convert(Buffer.from('/wBB'), false, 'CONVERT_TO_BINARY')).toEqual({ bytes, text: false });
    expect(() => convert(Buffer.from('not base64!'), false, 'CONVERT_TO_BINARY')).toThrow(
      'Internal server error',
    );
  });

  it('goes by media types, without parameters', () => {
    expect(mediaTypeOf('Image/PNG; q=1')).toBe('image/png');
    expect(mediaTypeOf(undefined)).toBe('application/json');
    expect(isBinary(['image/*'], 'image/png')).toBe(true);
    expect(isBinary(['image/*', 'application/pdf'], 'text/plain')).toBe(false);
  });
});

describe('routes', () => {
  const routes = new Routes<string>();
  routes.add('/{proxy+}', new Map([['ANY', 'greedy']]));
  routes.add('/jobs/{id}', new Map([['GET', 'one']]));
  routes.add('/jobs/latest', new Map([['GET', 'latest']]));
  routes.add('/', new Map([['GET', 'root']]));

  it.each([
    ['GET', '/jobs/latest', 'latest', {}],
    ['GET', '/jobs/a%2Fb', 'one', { id: 'a/b' }],
    ['GET', '/jobs/7/', 'one', { id: '7' }],
    ['GET', '/', 'root', {}],
    ['POST', '/jobs/7', 'greedy', { proxy: 'jobs/7' }],
    ['GET', '/jobs/7/more', 'greedy', { proxy: 'jobs/7/more' }],
  ])('%s %s finds %s', (method, path, found, pathParameters) => {
    expect(routes.find(method, path)).toMatchObject({ method: found, pathParameters });
  });

  it('tells of a path parameter also how it was sent', () => {
    expect(routes.find('GET', '/jobs/a%2Fb')?.rawPathParameters).toEqual({ id: 'a%2Fb' });
  });

  it('finds nothing where no path fits', () => {
    const jobs = new Routes<string>();
    jobs.add('/jobs/{id}', new Map([['GET', 'one']]));
    expect(jobs.find('GET', '/jobs')).toBeUndefined();
    expect(jobs.find('GET', '/jobs/')).toBeUndefined();
    expect(jobs.find('DELETE', '/jobs/7')).toBeUndefined();
  });
});

describe('the policy of an authorizer', () => {
  const statement = (Effect: string, Resource: string, Action = 'execute-api:Invoke') => ({
    Effect,
    Resource,
    Action,
  });

  it('lets a denial win over any permission', () => {
    const policy = new AuthorizerPolicy({
      Statement: [statement('Allow', '*'), statement('Deny', 'a/*/secret')],
    });
    expect(policy.decide('a/b')).toBe('allowed');
    expect(policy.decide('a/b/secret')).toBe('denied');
  });

  it('allows nothing by other actions', () => {
    const policy = new AuthorizerPolicy({ Statement: statement('Allow', '*', 's3:GetObject') });
    expect(policy.decide('a')).toBe('not allowed');
  });

  it('fails for conditions, which are not evaluated', () => {
    expect(() => new AuthorizerPolicy({ Statement: { ...statement('Allow', '*'), Condition: {} } })).toThrow(
      /conditions/,
    );
  });
});

describe('functions of mapping templates', () => {
  it('escape JavaScript and URLs as on AWS', () => {
    expect(VELOCITY_UTIL.escapeJavaScript('a"b\'c/\\\n€')).toBe('a\\"b\\\'c\\/\\\\\\n\\u20AC');
    expect(VELOCITY_UTIL.urlEncode("a b&c'(d)~*")).toBe('a+b%26c%27%28d%29%7E*');
  });

  it('encode text alone: a call that no method fits is printed as it stands, unless it is quiet', () => {
    const render = compileMappingTemplate(
      'a=$util.urlEncode($context.n)&b=$!util.urlEncode($context.n)&c=$!util.urlEncode("$!context.n")&d=$!util.urlEncode($context.none[0])&e=$context.none',
    );

    expect(render({ n: 17 }, { body: '', path: {}, querystring: {}, header: {} })).toBe(
      'a=$util.urlEncode($context.n)&b=&c=17&d=&e=',
    );
  });

  it('read JSON by path, and fail beyond names and positions', () => {
    const document = { a: [{ 'b c': 1 }] };
    expect(jsonPath(document, "$.a[0]['b c']")).toBe(1);
    expect(jsonPath(document, '$.x.y')).toBeUndefined();
    expect(() => jsonPath(document, '$..a')).toThrow(/not served/);
  });
});
