import { type ApiCall, inputOf } from './api-call';
import { type ContentHandling, convert } from './content-handling';
import { contextValue } from './context';
import { GatewayError } from './gateway-error';
import type { BackendResponse, IntegrationResponseDefinition } from './integration';
import { DEFAULT_MEDIA_TYPE, isBinary, mediaTypeOf } from './media-types';
import { compileMappingTemplate, type MappingTemplate } from './velocity';

/** What the method answers. */
export interface MethodResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Makes the method's answer of the backend's. */
export interface ResponseMapping {
  /** @throws GatewayError for what cannot be mapped */
  map(response: BackendResponse, call: ApiCall): MethodResponse;
}

/** What a proxy integration answers goes to the client as it is. */
export const AS_IT_IS: ResponseMapping = { map: (response) => response };

type HeaderSource = (response: BackendResponse, call: ApiCall) => string | undefined;

interface Compiled {
  /** Matches the whole status; absent for the default response. */
  pattern?: RegExp;
  status: number;
  contentHandling: ContentHandling;
  headers: { name: string; source: HeaderSource }[];
  templates: Map<string, MappingTemplate>;
}

/** The integration responses of a method: chosen by the backend's status, then mapped. */
export class IntegrationResponses implements ResponseMapping {
  private readonly compiled: Compiled[];

  /**
   * @param definitions by selection pattern, `default` for all else
   * @param fault called with the pattern and the reason for each that is refused
   */
  constructor(
    definitions: Record<string, IntegrationResponseDefinition>,
    private readonly binaryMediaTypes: string[],
    fault: (pattern: string, reason: string) => void,
  ) {
    this.compiled = Object.entries(definitions).flatMap(([pattern, definition]) => {
      try {
        return [compile(pattern, definition)];
      } catch (error) {
        fault(pattern, (error as Error).message);
        return [];
      }
    });
    // The default is what is left when no pattern matches, wherever it stands.
    this.compiled.sort((a, b) => Number(!a.pattern) - Number(!b.pattern));
  }

  /** @throws GatewayError API_CONFIGURATION_ERROR (500) when nothing matches or a template meets binary data */
  map(response: BackendResponse, call: ApiCall): MethodResponse {
    const status = String(response.status);
    const chosen = this.compiled.find(({ pattern }) => !pattern || pattern.test(status));
    if (!chosen) throw new GatewayError('API_CONFIGURATION_ERROR');
    const { body, mediaType } = this.body(chosen, response, call);
    const headers: Record<string, string> = { 'content-type': mediaType };
    for (const { name, source } of chosen.headers) {
      const value = source(response, call);
      if (value !== undefined) headers[name] = value;
    }
    return { status: chosen.status, headers, body };
  }

  private body({ contentHandling, templates }: Compiled, response: BackendResponse, call: ApiCall) {
    const accepted = mediaTypeOf(call.http.headers.accept);
    const payload = convert(response.body, isBinary(this.binaryMediaTypes, accepted), contentHandling);
    const [mediaType = DEFAULT_MEDIA_TYPE, template] = chooseTemplate(templates, accepted);
    if (!template) return { body: payload.bytes, mediaType };
    if (!payload.text) throw new GatewayError('API_CONFIGURATION_ERROR');
    const rendered = template(call.context, inputOf(call, payload.bytes.toString('utf8')));
    return { body: Buffer.from(rendered), mediaType };
  }
}

/** The template that the client accepts, else the first. */
function chooseTemplate(
  templates: Map<string, MappingTemplate>,
  accepted: string,
): [string?, MappingTemplate?] {
  const exact = templates.get(accepted);
  if (exact) return [accepted, exact];
  const [first] = templates;
  return first ?? [];
}

function compile(pattern: string, definition: IntegrationResponseDefinition): Compiled {
  const { statusCode, contentHandling, responseParameters = {}, responseTemplates = {} } = definition;
  return {
    // Java's matches(): the whole status.
    pattern: pattern === 'default' ? undefined : new RegExp(`^(?:${pattern})$`),
    status: Number(statusCode),
    contentHandling: contentHandling as ContentHandling,
    headers: Object.entries(responseParameters).map(([target, source]) => compileHeader(target, source)),
    templates: new Map(
      Object.entries(responseTemplates).map(([type, text]) => [type, compileMappingTemplate(text)]),
    ),
  };
}

function compileHeader(target: string, expression: string): { name: string; source: HeaderSource } {
  const prefix = 'method.response.header.';
  if (!target.startsWith(prefix)) throw new Error(`${target} is no target of a response mapping`);
  return { name: target.slice(prefix.length).toLowerCase(), source: compileHeaderSource(expression) };
}

function compileHeaderSource(expression: string): HeaderSource {
  const value = expression.slice(1, -1);
  if (expression.length >= 2 && expression === `'${value}'`) return () => value;
  const header = 'integration.response.header.';
  if (expression.startsWith(header)) {
    const name = expression.slice(header.length).toLowerCase();
    return ({ headers }) => headers[name];
  }
  const [root, ...path] = expression.split('.');
  if (root === 'context') return (_response, { context }) => contextValue(context, path);
  throw new Error(`the source ${expression} is not served`);
}
