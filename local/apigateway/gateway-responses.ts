import type { GatewayContext } from './context';
import { GATEWAY_RESPONSE_TYPES, type GatewayError, type GatewayResponseType } from './gateway-error';
import { compileSimpleTemplate, type SimpleTemplate } from './simple-template';

/** A gateway response as the API defines it. */
export interface GatewayResponseDefinition {
  /** Default: the type's own status. */
  statusCode?: number;
  /** Body by media type. */
  responseTemplates?: Record<string, string>;
}

/** What the client gets. */
export interface GatewayAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

interface Compiled {
  statusCode?: number;
  mediaType: string;
  render: SimpleTemplate;
}

/** The body that API Gateway gives when the API says nothing. */
const DEFAULT: Compiled = {
  mediaType: 'application/json',
  render: compileSimpleTemplate('{"message":$context.error.messageString}', ''),
};

/** Answers that API Gateway gives itself: the API's own for the type, else its DEFAULT_4XX or 5XX, else AWS's. */
export class GatewayResponses {
  private readonly compiled: Map<string, Compiled>;

  constructor(definitions: Record<string, GatewayResponseDefinition>) {
    this.compiled = new Map(
      Object.entries(definitions).map(([type, definition]) => [type, compile(definition)]),
    );
  }

  answer({ type, message, validation }: GatewayError, context: GatewayContext): GatewayAnswer {
    const { status, errorType } = GATEWAY_RESPONSE_TYPES[type];
    const { statusCode = status, mediaType, render } = this.find(type, status);
    context.error = {
      message,
      messageString: JSON.stringify(message),
      responseType: type,
      // As it stands between quotation marks in JSON.
      validationErrorString: validation && JSON.stringify(validation).slice(1, -1),
    };
    return {
      status: statusCode,
      headers: { 'content-type': mediaType, 'x-amzn-errortype': errorType },
      body: render(context),
    };
  }

  private find(type: GatewayResponseType, status: number): Compiled {
    const fallback = status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
    return this.compiled.get(type) ?? this.compiled.get(fallback) ?? DEFAULT;
  }
}

function compile({ statusCode, responseTemplates = {} }: GatewayResponseDefinition): Compiled {
  const [template] = Object.entries(responseTemplates);
  if (!template) return { ...DEFAULT, statusCode };
  return { statusCode, mediaType: template[0], render: compileSimpleTemplate(template[1], '') };
}
