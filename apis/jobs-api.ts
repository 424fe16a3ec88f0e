import type { IngestSettings } from '../config/settings';
import type { Channel } from '../contracts/capture';
import { gatewayResponses } from './gateway-responses';
import { type InvokedByApi, lambdaProxy } from './lambda-proxy';
import { PUT_HEADERS, putCapture } from './put-capture';
import { object, response } from './schemas';
import { type Authentication, callerVariable, secured, securitySchemes } from './security';

/** What the document refers to. */
export interface JobsApiProps {
  partition: string;
  settings: Pick<IngestSettings, 'region' | 'api'>;
  /** Name of the capture bucket. */
  bucket: string;
  /** ARN of the role that API Gateway assumes to put objects. */
  putRoleArn: string;
  /** JSON Schema (draft 4) of a job's parameters. */
  jobSchema: Record<string, unknown>;
  /** The function that tells of a job. */
  getJob: InvokedByApi;
  /** How it tells its callers. */
  auth: Authentication;
}

const JOBS: Channel = 'jobs';

/** The name of the validator that holds bodies against their model. */
const BODY = 'body';

/** The jobs API as one OpenAPI 3 document with API Gateway's extensions: JSON only, so that body models work. */
export function jobsApi(props: JobsApiProps) {
  const { api } = props.settings;
  return {
    openapi: '3.0.1',
    info: { title: `${api.name}-jobs`, description: api.description, version: '1.0' },
    'x-amazon-apigateway-gateway-responses': gatewayResponses(props.auth),
    'x-amazon-apigateway-request-validators': {
      [BODY]: { validateRequestBody: true, validateRequestParameters: false },
    },
    paths: { '/jobs': { post: submit(props) }, '/jobs/{jobId}': { get: follow(props) } },
    components: {
      schemas: {
        Job: modelOf(props.jobSchema),
        Accepted: object({ jobId: 'string' }),
        JobState: JOB_STATE,
        Message: object({ message: 'string' }),
      },
      ...securitySchemes(props.auth),
    },
  };
}

/** A model is a schema without the members that name a schema as a file. */
function modelOf({ $schema: _, id: __, ...schema }: Record<string, unknown>): Record<string, unknown> {
  return schema;
}

/** A job's parameters, held against their model and put to the bucket by API Gateway itself. */
function submit(props: JobsApiProps): Record<string, unknown> {
  const { region } = props.settings;
  return {
    summary: 'Submits a job.',
    parameters: PUT_HEADERS,
    ...secured(props.auth),
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Job' } } },
    },
    responses: {
      202: response('Stored durably; processing follows.', 'Accepted'),
      400: response(
        'Not stored: the parameters are not what the model allows, or S3 refuses the metadata.',
        'Message',
      ),
      415: response('Not stored: jobs are application/json.', 'Message'),
      500: response('Not stored: our fault.', 'Message'),
      503: response('Not known to be stored: send it again.', 'Message'),
    },
    'x-amazon-apigateway-request-validator': BODY,
    'x-amazon-apigateway-integration': {
      ...putCapture({
        ...props,
        region,
        channel: JOBS,
        caller: callerVariable(props.auth),
        accepted: { jobId: `${region}.${JOBS}.$context.extendedRequestId` },
      }),
      // Any other type is 415: what no model has seen is not taken.
      passthroughBehavior: 'never',
      requestTemplates: { 'application/json': '$input.body' },
    },
  };
}

/** What became of a capture of any channel and region. */
function follow(props: JobsApiProps): Record<string, unknown> {
  return {
    summary: 'What became of a job, or of any other capture.',
    parameters: [{ name: 'jobId', in: 'path', required: true, schema: { type: 'string' } }],
    ...secured(props.auth),
    responses: {
      200: response('Its state.', 'JobState'),
      404: response('There is none of this id that is yours.', 'Message'),
      503: response('Cannot be told now: ask again.', 'Message'),
    },
    'x-amazon-apigateway-integration': lambdaProxy(props.getJob),
  };
}

const TIME = { type: 'string', format: 'date-time' };

/** As `lambdas/get-job` answers it. */
const JOB_STATE = {
  type: 'object',
  required: ['id', 'channel', 'region', 'status', 'attempts'],
  properties: {
    id: { type: 'string' },
    channel: { type: 'string' },
    region: { type: 'string' },
    status: {
      type: 'string',
      enum: ['CAPTURED', 'PROCESSING', 'COMPLETED', 'FAILED', 'REJECTED', 'DUPLICATE'],
    },
    attempts: { type: 'integer' },
    receivedAt: TIME,
    completedAt: TIME,
    parameters: { description: 'What was submitted, of a job whose object is still there.' },
    result: { description: 'What the processor returned.' },
    error: { type: 'object', properties: { name: { type: 'string' }, message: { type: 'string' } } },
    duplicateOf: { type: 'string' },
  },
};
