import type { ApiCall } from './api-call';
import { GatewayError } from './gateway-error';
import { mediaTypeOf } from './media-types';
import { compileModel, type Model } from './model';
import type { OpenApiDocument, Operation } from './openapi';

/** A request validator of the API (`x-amazon-apigateway-request-validators`). */
export interface RequestValidator {
  validateRequestBody?: boolean;
  validateRequestParameters?: boolean;
}

/** The models of a method's body, by media type, where its validator asks for them. */
export class BodyModels {
  private constructor(
    private readonly models: Map<string, Model>,
    private readonly required: boolean,
  ) {}

  /**
   * Compiles what a method's validator asks for. Models are JSON Schema draft 4 (API Gateway Developer Guide, "Data models
   * for REST APIs"); a body whose media type has no model is not looked at.
   * @param fault called with a place and a reason for whatever is not served
   * @returns undefined when nothing is to be validated
   */
  static of(
    operation: Operation,
    document: OpenApiDocument,
    fault: (path: string, reason: string) => void,
  ): BodyModels | undefined {
    const name = operation['x-amazon-apigateway-request-validator'];
    if (name === undefined) return undefined;
    const validator = document['x-amazon-apigateway-request-validators']?.[name];
    if (!validator) fault('x-amazon-apigateway-request-validator', `there is no validator ${name}`);
    if (validator?.validateRequestParameters) {
      fault('x-amazon-apigateway-request-validator', 'validation of parameters is not served');
    }
    if (!validator?.validateRequestBody) return undefined;
    const { content = {}, required = false } = operation.requestBody ?? {};
    const models = new Map<string, Model>();
    for (const [mediaType, { schema }] of Object.entries(content)) {
      try {
        models.set(mediaType, compileModel(schema, document.components));
      } catch (error) {
        fault(`requestBody.content.${mediaType}.schema`, (error as Error).message);
      }
    }
    return new BodyModels(models, required);
  }

  /** @throws GatewayError BAD_REQUEST_BODY (400) */
  check({ http, body }: ApiCall): void {
    const model = this.models.get(mediaTypeOf(http.headers['content-type']));
    if (!model || (body.length === 0 && !this.required)) return;
    const faults = model(body.toString('utf8'));
    if (faults.length > 0) {
      throw new GatewayError('BAD_REQUEST_BODY', undefined, `[${faults.join(', ')}]`);
    }
  }
}
