import { compileModel } from '../apigateway/model';
import type { ResourceType } from '../core/resource-type';
import type { Services } from '../services';
import { DESCRIPTION, JSON_TEXT, oneOf } from './checks';
import { required } from './required';

/** `aws_apigatewayv2_model`: a JSON schema that messages are held against. */
export const awsApigatewayv2Model: ResourceType<Services> = {
  type: 'aws_apigatewayv2_model',
  attributes: {
    api_id: 'served',
    name: {
      // API Gateway V2 API Reference, "Models": `Must be alphanumeric.`
      checked: 'is alphanumeric',
      check: (value) =>
        /^[A-Za-z0-9]{1,128}$/.test(String(value))
          ? undefined
          : `received ${value}, allowed are letters and digits`,
    },
    description: DESCRIPTION,
    content_type: oneOf('application/json'),
    schema: JSON_TEXT,
  },
  create({ attributes }, { websocket }) {
    const api = websocket.api(String(attributes.api_id));
    const name = required(attributes, 'name');
    api.models.set(name, compileModel(JSON.parse(required(attributes, 'schema'))));
    return { id: name };
  },
};
