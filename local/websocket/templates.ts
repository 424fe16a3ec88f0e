import { compileMappingTemplate, type MappingTemplate } from '../apigateway/velocity';
import type { WebSocketContext } from './context';

/** The key of the one template, model and response that the local cloud knows where AWS can choose among several. */
export const DEFAULT_KEY = '$default';

/** What selects {@link DEFAULT_KEY}; AWS's own examples write the reserved key with and without the backslash. */
export const SELECTS_DEFAULT = ['\\$default', DEFAULT_KEY];

/** Renders what a body becomes. @throws GatewayError API_CONFIGURATION_ERROR (500) */
export type BodyTemplate = (context: WebSocketContext, body: string) => string;

/**
 * Compiles a map of mapping templates with the key `$default` alone.
 * @param attribute name of the map
 * @throws Error for other keys; TemplateError
 */
export function compileBodyTemplate(templates: unknown, attribute: string): BodyTemplate {
  const map = (templates ?? {}) as Record<string, string>;
  const keys = Object.keys(map);
  if (keys.length !== 1 || keys[0] !== DEFAULT_KEY) {
    throw new Error(
      `${attribute}: received the keys [${keys.join(', ')}], the local cloud knows ${DEFAULT_KEY} alone`,
    );
  }
  const template: MappingTemplate = compileMappingTemplate(String(map[DEFAULT_KEY]));
  return (context, body) => template(context, { body, path: {}, querystring: {}, header: {} });
}
