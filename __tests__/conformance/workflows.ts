/** A workflow that answers its input as `got`. */
export const ECHO = {
  StartAt: 'Echo',
  States: { Echo: { Type: 'Pass', Parameters: { 'got.$': '$' }, End: true } },
};
/** A workflow that fails. */
export const FAIL = {
  StartAt: 'End',
  States: { End: { Type: 'Fail', Error: 'InfrastructureError', Cause: 'why' } },
};
/** A workflow that does nothing for so many seconds. */
export const waitFor = (Seconds: number) => ({
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds, End: true } },
});
