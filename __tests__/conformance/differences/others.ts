import { ACCEPTED, type Difference, DOCS, NOT_JSON } from './difference';

const STATES_API = `${DOCS}/step-functions/latest/apireference`;

/** Where a target deviates from the services with few differences. */
export const OTHER_DIFFERENCES: Difference[] = [
  {
    suite: 'DynamoDB claims',
    target: 'moto',
    behaviours: [
      'of ten Claims at once one gets the capture',
      'of ten Claims at once of a lease that is over one gets the capture',
      'an idempotency key is held by one of many, and handed on when its holder failed',
    ],
    does: 'checks a condition and writes in two steps, between which another write may come',
    shows: /toHaveLength|toEqual|toBe\(|changed \d+ times/,
    sometimes: true,
    aws: `"A condition that must be satisfied in order for a conditional update to succeed." ${DOCS}/amazondynamodb/latest/APIReference/API_UpdateItem.html`,
  },
  {
    suite: 'DynamoDB expressions',
    target: 'moto',
    behaviours: ['ADD makes a number of nothing, and counts on'],
    does: 'answers the key of a new item among the updated attributes',
    shows: /\+\s+"id": Object/,
    aws: `"UPDATED_NEW - Returns only the updated attributes, as they appear after the UpdateItem operation." ${DOCS}/amazondynamodb/latest/APIReference/API_UpdateItem.html`,
  },
  {
    suite: 'Step Functions, STANDARD',
    target: 'moto',
    behaviours: ['a stopped execution is ABORTED, with the error and cause of who stopped it'],
    does: 'forgets error and cause',
    shows: /\+\s+"cause": undefined/,
    aws: `StopExecution takes "error: The error code of the failure", and DescribeExecution shows it: "error: The error string if the state machine execution failed." ${STATES_API}/API_StopExecution.html`,
  },
  {
    suite: 'Step Functions, STANDARD',
    target: 'moto',
    behaviours: [
      'fails to start under a name with a character that names cannot have',
      'fails to start under a name of more than 80 characters',
    ],
    does: 'takes any name when it executes',
    shows: ACCEPTED,
    aws: `"A name must not contain: white space, brackets < > { } [ ], wildcard characters ? *, special characters … Length Constraints: Maximum length of 80." ${STATES_API}/API_StartExecution.html`,
  },
  {
    suite: 'Step Functions, STANDARD',
    target: 'moto',
    behaviours: ['fails with InvalidExecutionInput for an input that is no JSON'],
    does: 'answers an error without a code',
    shows: /Cannot read properties of null/,
    aws: `"InvalidExecutionInput: The provided JSON input data is not valid. HTTP Status Code: 400" ${STATES_API}/API_StartExecution.html`,
  },
  {
    suite: 'Step Functions, STANDARD',
    target: 'moto',
    behaviours: ['fails for an input above 256 KiB'],
    does: 'takes input of any length',
    shows: ACCEPTED,
    aws: `"input … Length Constraints: Maximum length of 262144." ${STATES_API}/API_StartExecution.html`,
  },
  {
    suite: 'Step Functions, EXPRESS',
    target: 'moto',
    behaviours: [
      'a synchronous execution answers its output',
      'a synchronous execution that fails is answered with 200, its error and cause',
      'a synchronous execution is answered TIMED_OUT when its time is over',
      'an EXPRESS workflow runs twice under one name',
      'fails with StateMachineTypeNotSupported to start a STANDARD workflow synchronously',
    ],
    does: 'has no synchronous executions',
    shows: NOT_JSON,
    aws: `"StartSyncExecution will return a 200 OK response, even if your execution fails, because the status code in the API response doesn't reflect function errors." ${STATES_API}/API_StartSyncExecution.html`,
  },
  {
    suite: 'EventBridge',
    target: 'moto',
    behaviours: ['the target of a rule gets the whole of a matching event'],
    does: 'leaves out the account',
    shows: /-\s+"account"/,
    aws: `"The following fields appear in all events delivered to an event bus … account: The 12-digit number identifying an AWS account." ${DOCS}/eventbridge/latest/userguide/eb-events-structure.html`,
  },
  {
    suite: 'Secrets Manager',
    target: 'moto',
    behaviours: ['fails with ResourceNotFoundException for a secret that is not there'],
    does: 'answers 404',
    shows: /"httpStatusCode": 404/,
    aws: `"ResourceNotFoundException: Secrets Manager can't find the resource that you asked for. HTTP Status Code: 400" ${DOCS}/secretsmanager/latest/apireference/API_GetSecretValue.html`,
  },
  {
    suite: 'Secrets Manager',
    target: 'moto',
    behaviours: ['the label moves from the version that has it', 'of token changes at once none is lost'],
    does: 'keeps showing the version that was current before the label moved',
    shows: /Received: "one"|kept changing/,
    aws: `"Whenever you move AWSCURRENT, Secrets Manager automatically moves the label AWSPREVIOUS to the version that AWSCURRENT was removed from." ${DOCS}/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html`,
  },
  {
    suite: 'API Gateway',
    target: 'moto',
    behaviours: [
      'a POST becomes an object, byte for byte, and is answered with 202',
      'a mock integration answers without a backend',
      'fails with the gateway response of the document for a route that is not there',
      'fails with 400 when S3 refuses the metadata',
    ],
    does: 'answers 500 to the import of a mock integration without uri; as a server it invokes no API at all',
    shows: NOT_JSON,
    aws: `"By default, clients can invoke your API with the default https://{api_id}.execute-api.{region}.amazonaws.com endpoint." ${DOCS}/apigateway/latest/api/API_CreateRestApi.html`,
  },
];
