/** What a table of attributes cannot say: how a service as a whole differs from AWS. By service, in plain sentences. */
export const FIDELITY_NOTES: Record<string, string[]> = {
  'The local cloud': [
    'Everything is kept in memory; a restart is a clean start.',
    'One account (000000000000), one partition (aws), all regions in one process.',
    'Signatures (version 4, in headers or in the query) choose service, region and caller, and are verified. A key that neither Lambda nor STS issued is the operator, and its secret is the key itself; signatures of single chunks are not verified.',
    'Operations and services outside the allow-list answer 501.',
    'Terraform expressions: references and string templates. Anything else fails the start.',
  ],
  'Faults on demand': [
    'A region that is down accepts connections and then resets them or never answers: there is one port for all regions.',
    'The outage of a stack covers its resources, and the services of its region that no other stack has resources of. IAM and STS stay.',
    'What runs in an outage ends: environments as in a crash, executions as ABORTED. Schedules make nothing up. A message move task goes on.',
    'S3 and EventBridge deliver later what they could not deliver. An asynchronous invocation of a function that is down counts as one of its tries.',
    'A rule meets a call after its permission and before anything else; calls of services on each other pass the same gate.',
  ],
  IAM: [
    'Every call of every service is evaluated, default deny, as AWS does within one account: a Deny wins, else one Allow of the calling role or of the policy of the resource suffices. Denied calls are listed at `GET /_local/denied`.',
    'The operator may do whatever no policy of a resource denies.',
    'Evaluated are Allow and Deny on Action and Resource with `*` and `?`; the principals `*`, services and, by its root user, the account; the operators ArnLike, Bool and StringEquals; the keys `aws:SecureTransport`, `aws:SourceAccount` and `aws:SourceArn`. Anything else in a policy fails the start.',
    'Requests to the local port count as secure (`aws:SecureTransport` is true).',
    'Services assume roles as on AWS: Step Functions, Scheduler and EventBridge name the resource they act for, API Gateway and Lambda do not. Lambda, Step Functions, Scheduler and the API Gateway account try roles out at creation, with the log and trace permissions they insist on.',
    'Functions and stages write their logs with their roles; what these may not write is lost, as on AWS. Where `aws_api_gateway_account` belongs to somebody else, access logs are written without.',
    'No permissions boundaries, session policies, service control policies, tags, or other accounts. Credentials of functions do not expire; those of sts:AssumeRole do, after 15 minutes to an hour.',
    'StartMessageMoveTask asks for all actions that AWS documents, without a destination for SendMessage on every queue that redrives to the source; ListMessageMoveTasks and CancelMessageMoveTask ask for their own action only.',
  ],
  'API Gateway (REST)': [
    'Base URL `http://127.0.0.1:4566/<region>/<stage>`; APIs of a region whose stages share a name share it.',
    'Integrations of type aws (S3 by path) and mock; `AWS_IAM`, and REQUEST authorizers with a role; everything else in a document fails the start.',
    'Quotas are those of AWS: 10 MB of payload, 10,240 bytes of headers, 29 s. Which answer AWS gives for too many headers is not documented: 413 here.',
    'Every method of a stage has its own token bucket; the account-wide throttle does not exist.',
    'Velocity is rendered by velocityjs: arithmetic is JavaScript, and Java methods of strings are missing. `$util.urlEncode` takes text alone, and is printed as it stands where it is given anything else, unless it is quiet (`$!util`); whether AWS takes numbers is not documented. `$input.json` and `$input.path` take names and positions.',
  ],
  'API Gateway (WebSocket)': [
    'Handshakes at `ws://127.0.0.1:4566/<region>/<stage>`, beside the REST APIs; `@connections` below the same path of `http://…`, signed for `execute-api`.',
    'Routes `$connect` and `$default`, by the literal expression `\\$default`; integrations of type AWS (SQS by path) and MOCK; REQUEST authorizers with a role, asked at every handshake.',
    'An integration without an integration response answers 500, `$connect` included: AWS says that what is no proxy must have one, not what comes of none.',
    'Quotas are those of AWS: messages of 128 KB, frames of 32 KB, 10 minutes idle, 2 hours in all. Whether pings keep a connection from being idle is not documented: here they do not.',
    'Messages of one connection are taken in their order as long as the backend is equally quick with each; AWS promises none.',
    'What API Gateway refuses itself has the form `{"message","connectionId","requestId"}`; which words AWS uses beyond those that it documents (`Bad request body`, `Forbidden`, `Internal server error`) is not known.',
    'A region that is down loses its connections, whether it refuses or hangs.',
  ],
  SQS: [
    'A FIFO queue finds groups however many messages are in front of them. On AWS it looks among the first 120,000 (SQS Developer Guide, "Avoid large message backlogs with the same message group ID"): one group with a backlog of so many holds up all others.',
  ],
  Lambda: [
    'Each concurrent environment is a worker thread of the Node.js that runs the local cloud, whatever the runtime says.',
    'A further environment is started for an invocation that has waited 250 ms per environment there is, up to 24 per function; beyond that invocations wait. Reserved concurrency throttles as on AWS.',
    'An idle environment is reused and never frozen: timers of an earlier invocation go on. After a minute without work all but one of a function end.',
    'Handlers that take a callback fail at load.',
    'Memory bounds the JavaScript heap; buffers outside it are not counted.',
    'Invoke (RequestResponse and Event) and GetFunctionConfiguration are served, of `$LATEST`. Event invocations are retried twice, after 1 and 2 minutes.',
  ],
  DynamoDB: [
    'Batches are served for one table at a time. No transactions, PartiQL, streams, backups, or changes of a table.',
    'Replicas of a table follow the writes in its own region, item by item, as a rule within milliseconds; they catch up after an outage. On AWS every replica takes writes and the last writer wins; here a write to a replica answers 501.',
    'Replication passes the gate as GetItem, PutItem and DeleteItem of AWSServiceRoleForDynamoDBReplication, so that faults meet it. DescribeTable tells of replicas, not of streams.',
  ],
  'CloudWatch Logs': [
    'The latest 50,000 events of each group, whatever the retention. PutLogEvents and FilterLogEvents (plain text as pattern) are served; `GET /_local/logs` shows them as JSON lines.',
  ],
};
