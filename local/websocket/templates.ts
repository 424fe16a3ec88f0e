import { compileMappingTemplate, type MappingTemplate } from '../apigateway/velocity';
import type { WebSocketContext } from './context';

/** The reserved key of templates, models, routes and responses. */
export const DEFAULT_KEY = '$default';

/**
 * The expression that selects it: a bare `$default` would be a variable, and is refused (API Gateway Developer Guide, "WebSocket
 * selection expressions"). Only a route's response is selected without the backslash.
 */
export const SELECTS_DEFAULT = '\\$default';

/** The expression that selects a response template by the backend's status. */
export const SELECTS_STATUS = '${integration.response.statuscode}';

/** Renders what a body becomes. @throws GatewayError API_CONFIGURATION_ERROR (500) */
export type BodyTemplate = (context: WebSocketContext, body: string) => string;

/** Mapping templates by key. */
export type BodyTemplates = ReadonlyMap<string, BodyTemplate>;

/**
 * Compiles a map of mapping templates.
 * @param attribute name of the map
 * @throws Error for none; TemplateError
 */
export function compileBodyTemplates(templates: unknown, attribute: string): BodyTemplates {
  const entries = Object.entries((templates ?? {}) as Record<string, unknown>);
  if (entries.length === 0) throw new Error(`${attribute}: has no template`);
  return new Map(entries.map(([key, text]) => [key, bodyTemplate(compileMappingTemplate(String(text)))]));
}

/** The same of a map with the key `$default` alone. @throws Error for other keys; TemplateError */
export function compileBodyTemplate(templates: unknown, attribute: string): BodyTemplate {
  const compiled = compileBodyTemplates(templates, attribute);
  const template = compiled.get(DEFAULT_KEY);
  if (!template || compiled.size > 1) {
    const keys = [...compiled.keys()].join(', ');
    throw new Error(`${attribute}: received the keys [${keys}], the local cloud knows ${DEFAULT_KEY} alone`);
  }
  return template;
}

function bodyTemplate(template: MappingTemplate): BodyTemplate {
  return (context, body) => template(context, { body, path: {}, querystring: {}, header: {} });
}
