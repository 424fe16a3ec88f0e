import { faultsOf, minimal } from '../helpers/configurations';

it.each([
  [
    { processTimeoutSeconds: 50 },
    'processing.processTimeoutSeconds: received 50, allowed is less than processing.processTaskTimeoutSeconds (50, default): the function must end before its task gives up on it',
  ],
  [
    { processTaskTimeoutSeconds: 60 },
    'processing.processTaskTimeoutSeconds: received 60, allowed is less than processing.expressTimeoutSeconds (60, default): the execution must have time left to record the failure',
  ],
  [
    { leaseSeconds: 60 },
    'processing.expressTimeoutSeconds: 60 (default), allowed is less than processing.leaseSeconds (60): a claim must outlive its execution',
  ],
  [
    { visibilityTimeoutSeconds: 70 },
    'processing.leaseSeconds: 70 (default), allowed is less than processing.visibilityTimeoutSeconds (70): a message must come back only when its lease can be taken over',
  ],
  [
    { standardProcessTimeoutSeconds: 540 },
    'processing.standardProcessTimeoutSeconds: received 540, allowed is less than processing.standardProcessTaskTimeoutSeconds (540, default): the function must end before its task gives up on it',
  ],
  [
    { standardProcessTaskTimeoutSeconds: 600 },
    'processing.standardProcessTaskTimeoutSeconds: received 600, allowed is less than processing.standardTimeoutSeconds (600, default): the execution must have time left to record the failure',
  ],
  [
    { standardLeaseSeconds: 600 },
    'processing.standardTimeoutSeconds: 600 (default), allowed is less than processing.standardLeaseSeconds (600): a claim must outlive its execution',
  ],
  [
    { reconcileMinAgeSeconds: 1500, standardLeaseSeconds: 1500 },
    'processing.standardLeaseSeconds: received 1500, allowed is less than processing.reconcileMinAgeSeconds (1500): a job that is being worked on is no lost one',
  ],
  [
    { laneTimeoutSeconds: 115 },
    'processing.laneReceiveSeconds + processing.expressTimeoutSeconds: 115 (default), allowed is less than processing.laneTimeoutSeconds (115): a lane must finish what it holds',
  ],
  [
    { laneReceiveSeconds: 65, laneTimeoutSeconds: 125 },
    'processing.laneReceiveSeconds + processing.expressTimeoutSeconds: received 125, allowed is less than processing.laneTimeoutSeconds (125): a lane must finish what it holds',
  ],
  [
    { drainTimeoutSeconds: 125 },
    'processing.laneTimeoutSeconds: 125 (default), allowed is less than processing.drainTimeoutSeconds (125): the drain workflow must outlive its lanes',
  ],
  [
    { laneReceiveSeconds: 120, expressTimeoutSeconds: 180 },
    'processing.drainTimeoutSeconds: 360 (default), allowed is less than the limit of an EXPRESS execution (300): Step Functions ends EXPRESS executions after five minutes',
  ],
  [
    { maxReceiveCount: 10 },
    'the largest maxProcessingAttempts, and 5 deliveries for an answer: received 15, allowed is less than processing.maxReceiveCount (10): the queue must not give up before processing does',
  ],
  [
    { retryBaseSeconds: 11, retryMaxSeconds: 10 },
    'processing.retryBaseSeconds: received 11, allowed is at most processing.retryMaxSeconds (10): waits grow up to their bound',
  ],
  [
    { reconcileMinAgeSeconds: 1000, visibilityTimeoutSeconds: 1000 },
    'processing.visibilityTimeoutSeconds: received 1000, allowed is less than processing.reconcileMinAgeSeconds (1000): a message that is being worked on is no lost one',
  ],
  [
    { reconcileMinAgeSeconds: 900 },
    'processing.retryMaxSeconds: 900 (default), allowed is less than processing.reconcileMinAgeSeconds (900): a message that waits for its next attempt is no lost one',
  ],
  [
    { laneMaxInFlight: 11, reservedConcurrency: 10 },
    'processing.laneMaxInFlight: received 11, allowed is at most processing.reservedConcurrency (10): a lane must not start what Lambda would refuse to run',
  ],
])('fails for an ordering that does not hold: %j', (processing, fault) => {
  expect(faultsOf({ ...minimal, defaults: { maxProcessingAttempts: 10 }, processing })).toEqual([fault]);
});

it.each([
  { retryBaseSeconds: 10, retryMaxSeconds: 10 },
  { laneMaxInFlight: 10, reservedConcurrency: 10 },
])('an upper bound may be reached: %j', (processing) => {
  expect(faultsOf({ ...minimal, processing })).toEqual([]);
});

it.each([
  [
    { retention: { recordDays: 60 } },
    'retention.objectDays: 60 (default), allowed is less than retention.recordDays (60): a record must outlive its object',
  ],
  [
    { retention: { queueSeconds: 900 } },
    'processing.retryMaxSeconds: 900 (default), allowed is less than retention.queueSeconds (900): a message must be able to come back before it expires',
  ],
  [
    { processing: { retryMaxSeconds: 80 }, retention: { queueSeconds: 81, objectDays: 91 } },
    'retention.objectDays: received 91, allowed is less than retention.recordDays (90, default): a record must outlive its object',
  ],
  [
    { processing: { retryMaxSeconds: 60 }, retention: { queueSeconds: 80 } },
    'processing.visibilityTimeoutSeconds: 80 (default), allowed is less than retention.queueSeconds (80): a message must be able to come back before it expires',
  ],
])('fails for a retention that is too short: %j', (more, fault) => {
  expect(faultsOf({ ...minimal, ...more })).toEqual([fault]);
});

it('fails for attempts of one region beyond the receive backstop, whatever is wrong with that region', () => {
  expect(
    faultsOf({
      ...minimal,
      processing: { maxReceiveCount: 20 },
      ingest: [{ region: 'London', maxProcessingAttempts: 20 }],
    }),
  ).toEqual([
    'ingest[0].region: received "London", allowed is a region name such as "eu-west-1"',
    'the largest maxProcessingAttempts, and 5 deliveries for an answer: received 25, allowed is less than processing.maxReceiveCount (20): the queue must not give up before processing does',
  ]);
});

describe('a faulty setting', () => {
  it('hides no ordering of other settings', () => {
    const faults = faultsOf({
      ...minimal,
      processing: { colour: 'red', pollSeconds: 21, leaseSeconds: 60, retryMaxSeconds: 1 },
      retention: { queueSeconds: 'long', recordDays: 60 },
    });

    expect(faults).toEqual([
      'processing.pollSeconds: received 21, allowed is at most 20',
      'processing.colour: unknown key, received "red"',
      'retention.queueSeconds: received "long", allowed is a number',
      'processing.expressTimeoutSeconds: 60 (default), allowed is less than processing.leaseSeconds (60): a claim must outlive its execution',
      'processing.retryBaseSeconds: 10 (default), allowed is at most processing.retryMaxSeconds (1): waits grow up to their bound',
      'retention.objectDays: 60 (default), allowed is less than retention.recordDays (60): a record must outlive its object',
    ]);
  });

  it.each([
    ['itself', { leaseSeconds: 0, visibilityTimeoutSeconds: 70 }, 'processing.leaseSeconds: received 0'],
    [
      'what follows from it',
      { expressTimeoutSeconds: 181, visibilityTimeoutSeconds: 70 },
      'processing.expressTimeoutSeconds: received 181',
    ],
    [
      'what follows from that',
      { laneReceiveSeconds: 0, drainTimeoutSeconds: 1 },
      'processing.laneReceiveSeconds: received 0',
    ],
  ])('is the only fault where an ordering is about %s', (_, processing, fault) => {
    expect(faultsOf({ ...minimal, processing })).toEqual([expect.stringContaining(fault)]);
  });

  it.each(['fast', 7, [], null])('fails for processing %j, which is none', (processing) => {
    expect(faultsOf({ ...minimal, processing, retention: { recordDays: 60 } })).toEqual([
      expect.stringMatching(/^processing: received .*, allowed is an object$/),
      expect.stringContaining('retention.recordDays (60)'),
    ]);
  });
});
