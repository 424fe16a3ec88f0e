import type { IngestSettings } from '../config/settings';
import { MAX_CLIENT_GROUP_CHARACTERS, MESSAGE_ID_PATTERN } from '../contracts/message';
import type { Authentication } from './security';
import { sendMessageForm } from './send-message-form';

/** What the API refers to. */
export interface MessagesApiProps {
  partition: string;
  accountId: string;
  settings: Pick<IngestSettings, 'region' | 'api'>;
  /** Name of the queue of messages. */
  queueName: string;
  /** ARN of the role that API Gateway assumes to send messages. */
  sendRoleArn: string;
  /** How it tells who connects. */
  auth: Authentication;
}

/**
 * The reserved key, and the expression for it where API Gateway can choose among several templates, models or routes: there is one of
 * each here (API Gateway Developer Guide, "WebSocket selection expressions"). No message can name a route of its own.
 */
const DEFAULT = '$default';
const ALWAYS_DEFAULT = '\\$default';

/** Authorization of `$connect`, the only route that has any, by the mode of the region. */
const CONNECT_AUTHORIZATION = {
  token: 'CUSTOM',
  jwt: 'CUSTOM',
  iam: 'AWS_IAM',
  none: 'NONE',
} as const satisfies Record<Authentication['mode'], string>;

const requestTemplate = (template: string) => ({
  requestTemplates: { [DEFAULT]: template },
  templateSelectionExpression: ALWAYS_DEFAULT,
});

/**
 * The WebSocket API as a whole, each member as Terraform takes it. `$connect` asks who it is; every message goes straight to the
 * queue, which is the commit, and is acknowledged.
 */
export function messagesApi(props: MessagesApiProps) {
  const { api } = props.settings;
  return {
    api: {
      name: `${api.name}-messages`,
      description: api.description,
      protocolType: 'WEBSOCKET',
      routeSelectionExpression: ALWAYS_DEFAULT,
    },
    authorizer: authorizerOf(props.auth),
    connect: {
      route: {
        routeKey: '$connect',
        authorizationType: CONNECT_AUTHORIZATION[props.auth.mode],
        routeResponseSelectionExpression: DEFAULT,
      },
      routeResponse: { routeResponseKey: DEFAULT },
      // Nothing to do but to let in whom the authorizer lets in.
      integration: {
        integrationType: 'MOCK',
        passthroughBehavior: 'NEVER',
        ...requestTemplate('{"statusCode":200}'),
      },
      // What is no proxy must have at least one, ideally one for everything, and it reaches only a route that has a response (API
      // Gateway Developer Guide, "Set up a WebSocket API integration response", "Set up route responses for WebSocket APIs").
      response: { integrationResponseKey: DEFAULT },
    },
    model: {
      name: 'message',
      description: 'An object with a legal group and id, if it has them.',
      contentType: 'application/json',
      schema: JSON.stringify(MESSAGE_SCHEMA),
    },
    message: {
      // Models are enforced only where something selects them; two-way only where a response is selected and there.
      route: {
        routeKey: DEFAULT,
        modelSelectionExpression: ALWAYS_DEFAULT,
        routeResponseSelectionExpression: DEFAULT,
      },
      routeResponse: { routeResponseKey: DEFAULT },
      integration: sendMessage(props),
      response: {
        integrationResponseKey: DEFAULT,
        responseTemplates: RESPONSES,
        templateSelectionExpression: BY_STATUS,
      },
    },
  };
}

/** A REQUEST authorizer without a cache, which WebSocket APIs do not have; without its header it is not asked (401). */
function authorizerOf(auth: Authentication) {
  if (auth.mode === 'iam' || auth.mode === 'none') return undefined;
  const { mode, authorizer, header } = auth;
  return {
    name: mode,
    authorizerType: 'REQUEST',
    authorizerUri: authorizer.invokeArn,
    authorizerCredentialsArn: authorizer.roleArn,
    identitySources: [`route.request.header.${header}`],
  };
}

/** What a message must be: JSON Schema draft 4, which API Gateway enforces. Whatever else is in it is its sender's business. */
const MESSAGE_SCHEMA = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  properties: {
    // SQS: letters, digits and ASCII punctuation, which is all of printable ASCII but the space.
    MessageGroupId: { type: 'string', pattern: `^[!-~]{1,${MAX_CLIENT_GROUP_CHARACTERS}}$` },
    id: { type: 'string', pattern: MESSAGE_ID_PATTERN.source },
  },
};

/** Sends the message to the queue, by API Gateway itself in SQS's query protocol. */
function sendMessage(props: MessagesApiProps) {
  const { partition, accountId, settings, queueName, sendRoleArn, auth } = props;
  return {
    integrationType: 'AWS',
    integrationMethod: 'POST',
    integrationUri: `arn:${partition}:apigateway:${settings.region}:sqs:path/${accountId}/${queueName}`,
    credentialsArn: sendRoleArn,
    passthroughBehavior: 'NEVER',
    requestParameters: {
      'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'",
    },
    ...requestTemplate(sendMessageForm(auth.mode)),
  };
}

/**
 * Selects the template. Not the integration response: that goes by the status for HTTP and MOCK integrations, by a member of the body
 * for functions, and the documentation says nothing of other services (API Gateway Developer Guide, "Integration response
 * selection expressions"), so that there is one response for all.
 */
const BY_STATUS = '${integration.response.statuscode}';

/** What the client is sent, by the queue's status: only that of its success is acknowledged. */
const RESPONSES: Record<string, string> = {
  '200': JSON.stringify({ status: 'CAPTURED', requestId: '$context.requestId' }),
  // For good: characters that XML does not know (SQS API Reference, SendMessage). Or in passing: throttling (there, "Common Errors").
  '400': refusal(
    'not stored: mend it if it has characters that XML 1.0 excludes, else send it again: too many messages at once',
  ),
  // 403 too, for that is RequestThrottled (SQS API Reference, SendMessage); what denies the role everything passes when it is mended.
  [DEFAULT]: refusal('temporarily unavailable: send it again'),
};

/** In the form in which API Gateway refuses a message itself, so that there is one form of refusals. */
function refusal(message: string): string {
  return JSON.stringify({ message, connectionId: '$context.connectionId', requestId: '$context.requestId' });
}
