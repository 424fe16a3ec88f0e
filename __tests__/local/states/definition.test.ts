import { checkDefinition } from '../../../local/states/check-definition';
import type { Definition } from '../../../local/states/definition';
import { invokeState, makeWorkflows } from '../../helpers/workflows';

const workflow = (A: object, more: object = {}) =>
  ({ StartAt: 'A', States: { A: { End: true, ...A } }, ...more }) as unknown as Definition;

describe('a definition', () => {
  it.each<[string, object, string]>([
    [
      'JSONata',
      workflow({ Type: 'Pass' }, { QueryLanguage: 'JSONata' }),
      'QueryLanguage: JSONata is not served, only JSONPath',
    ],
    ['Assign', workflow({ Type: 'Pass', Assign: {} }), 'States.A.Assign: is not served'],
    [
      'an item reader',
      workflow({ Type: 'Map', ItemReader: {}, ItemProcessor: { StartAt: 'B', States: {} } }),
      'States.A.ItemReader: is not served',
    ],
    [
      'a distributed map',
      workflow({
        Type: 'Map',
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'B', States: {} },
      }),
      'States.A.ItemProcessor.ProcessorConfig.Mode: DISTRIBUTED is not served, only INLINE',
    ],
    [
      '$$.State',
      workflow({ Type: 'Pass', Parameters: { 'n.$': '$$.State.Name' } }),
      'States.A.Parameters.n.$: $$.State.Name is not served',
    ],
    [
      '$$.Task',
      workflow({ Type: 'Pass', Parameters: { 'n.$': 'States.Array($$.Task.Token)' } }),
      'States.A.Parameters.n.$: $$.Task.Token is not served',
    ],
    [
      'an unknown service',
      workflow({ Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage' }),
      'States.A.Resource: arn:aws:states:::sqs:sendMessage is not served; served are lambda:invoke, dynamodb:getItem, dynamodb:putItem, dynamodb:updateItem, dynamodb:deleteItem, events:putEvents',
    ],
    [
      'a callback task',
      workflow({ ...invokeState('f'), Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }),
      'States.A.Resource: arn:aws:states:::lambda:invoke.waitForTaskToken is not served',
    ],
    [
      'an unknown parameter of a task',
      workflow({ ...invokeState('f'), Parameters: { FunctionName: 'f', Qualifier: '1' } }),
      'States.A.Parameters.Qualifier: is not served',
    ],
    [
      'a heartbeat',
      workflow({ ...invokeState('f'), HeartbeatSeconds: 5 }),
      'States.A.HeartbeatSeconds: is not served',
    ],
    [
      'text functions outside Pass states',
      workflow({
        ...invokeState('f'),
        Parameters: { FunctionName: 'f', 'Payload.$': 'States.JsonToString($)' },
      }),
      'States.A.Parameters.Payload.$: States.JsonToString($) is served in the Parameters of a Pass state only',
    ],
    [
      'an unknown member of a retrier',
      workflow({ ...invokeState('f'), Retry: [{ ErrorEquals: ['x'], Odd: 1 }] }),
      'States.A.Retry[0].Odd: is not served',
    ],
    [
      'a wait that no timer can hold',
      workflow({ Type: 'Wait', Seconds: 2_147_484 }),
      'States.A.Seconds: 2147484 is not served, up to 2147483 is',
    ],
    [
      'a pause of a retrier that no timer can hold',
      workflow({ ...invokeState('f'), Retry: [{ ErrorEquals: ['x'], IntervalSeconds: 2_147_484 }] }),
      'States.A.Retry[0].IntervalSeconds: 2147484 is not served, up to 2147483 is',
    ],
    [
      'a greatest pause of a retrier that no timer can hold',
      workflow({ ...invokeState('f'), Retry: [{ ErrorEquals: ['x'], MaxDelaySeconds: 2_147_484 }] }),
      'States.A.Retry[0].MaxDelaySeconds: 2147484 is not served, up to 2147483 is',
    ],
    [
      'a falsy result',
      workflow({ Type: 'Pass', Result: 0 }),
      'States.A.Result: the engine passes the input on instead of 0',
    ],
  ])('fails for %s, with the place', (_, definition, fault) => {
    expect(checkDefinition(definition as Definition)).toEqual([expect.stringContaining(fault)]);
  });

  it('fails when two states share a name in different iterators, which would share their task', () => {
    const inner = (task: string) => ({
      Type: 'Map',
      ItemProcessor: { StartAt: 'X', States: { X: invokeState(task) } },
    });
    const definition = {
      StartAt: 'A',
      States: { A: { ...inner('f'), Next: 'B' }, B: { ...inner('g'), End: true } },
    };
    expect(checkDefinition(definition as unknown as Definition)).toEqual([
      'States.B.ItemProcessor.States.X: the state name is used twice; names are unique in the whole state machine',
    ]);
  });

  it('fails when the start input is asked for inside an iterator, where the engine has the item instead', () => {
    const X = { Type: 'Pass', Parameters: { 'i.$': '$$.Execution.Input' }, End: true };
    const definition = workflow({ Type: 'Map', ItemProcessor: { StartAt: 'X', States: { X } } });
    expect(checkDefinition(definition)).toEqual([
      'States.A.ItemProcessor.States.X.Parameters.i.$: $$.Execution.Input is not served',
    ]);
  });

  it('fails to be created with every fault at once, or what the validator finds', () => {
    const { make } = makeWorkflows();
    expect(() => make(workflow({ Type: 'Pass', Assign: {}, Odd: 1 }))).toThrow(
      /Assign: is not served\n.*Odd: is not served/,
    );
    expect(() => make({ StartAt: 'Nowhere', States: { A: { Type: 'Succeed' } } })).toThrow(
      /definition is invalid/,
    );
  });
});

describe('the engine', () => {
  it('turns an error into JSON text with all its backslashes', async () => {
    const cause = '{"errorMessage":"say \\"hi\\"","path":"C:\\\\x"}';
    const { run } = makeWorkflows();
    const { result } = await run(
      workflow({
        Type: 'Pass',
        Parameters: {
          'json.$': 'States.JsonToString($.error)',
          'text.$': "States.Format('{}: \\'{}\\' of {}', $.error.Error, $.error.Cause, $.n)",
          'all.$': '$.n',
          fixed: [1],
        },
      }),
      { error: { Error: 'E', Cause: cause }, n: 2 },
    );
    expect(JSON.parse(result.json)).toEqual({ Error: 'E', Cause: cause });
    expect(result).toMatchObject({ text: `E: '${cause}' of 2`, all: 2, fixed: [1] });
  });

  it('fails the execution for a path that leads nowhere', async () => {
    const { run } = makeWorkflows();
    const template = workflow({ Type: 'Pass', Parameters: { 'j.$': 'States.JsonToString($.no)' } });
    expect(await run(template)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    const plain = workflow({ Type: 'Pass', Parameters: { 'j.$': '$.no' } });
    expect(await run(plain)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  it('matches a choice on a member that is absent', async () => {
    const { run } = makeWorkflows();
    const Choices = [{ Variable: '$.a', IsPresent: false, Next: 'Absent' }];
    const States = {
      A: { Type: 'Choice', Choices, Default: 'Present' },
      Absent: { Type: 'Pass', Result: 'absent', End: true },
      Present: { Type: 'Pass', Result: 'present', End: true },
    };
    expect((await run({ StartAt: 'A', States })).result).toBe('absent');
    expect((await run({ StartAt: 'A', States }, { a: null })).result).toBe('present');
  });

  it('replaces the input by a result at $', async () => {
    const { run } = makeWorkflows();
    const { result } = await run(workflow({ Type: 'Pass', Result: { new: true }, ResultPath: '$' }), {
      old: true,
    });
    expect(result).toEqual({ new: true });
  });

  it('runs a map over its items, with at most as many at once as it says, and catches inside the iterator', async () => {
    let running = 0;
    let most = 0;
    const { run } = makeWorkflows({
      lane: async ({ n }: { n: number }) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return n === 2 ? { functionError: { errorType: 'Oops' } } : { result: { done: n } };
      },
    });
    const Catch = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Failed' }];
    const ItemProcessor = {
      ProcessorConfig: { Mode: 'INLINE' },
      StartAt: 'Lane',
      States: { Lane: invokeState('lane', { Catch, End: true }), Failed: { Type: 'Pass', End: true } },
    };
    const map = { Type: 'Map', ItemsPath: '$.lanes', MaxConcurrency: 2, ItemProcessor };
    const { result } = await run(workflow(map), { lanes: [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }] });
    expect(result).toEqual([
      { done: 1 },
      { n: 2, error: { Error: 'Oops', Cause: '{"errorType":"Oops"}' } },
      { done: 3 },
      { done: 4 },
    ]);
    expect(most).toBe(2);
  });
});
