import { makeProgram as makeStatus } from '../../cli/status';
import { makeProgram as makeTokens } from '../../cli/tokens';
import { runCommand } from '../helpers/command-line';
import { ScriptedEndpoint } from '../helpers/scripted-endpoint';

it.each(['', 'x', '127.0.0.1:4566', 'ftp://127.0.0.1', 'http://'])(
  'fails for endpoint %j, naming option, value and what is allowed',
  async (endpoint) => {
    const wrong = {
      exitCode: 2,
      out: [],
      notes: `error: option '--endpoint <url>' argument '${endpoint}' is invalid. Allowed is a URL that begins with http:// or https://.`,
    };

    expect(await runCommand(makeStatus, ['id', '--endpoint', endpoint])).toEqual(wrong);
    expect(await runCommand(makeTokens, ['list', '--endpoint', endpoint])).toEqual(wrong);
  },
);

it('fails for AWS together with an endpoint of the local cloud', async () => {
  const both = ['--aws', '--endpoint', 'http://127.0.0.1:4566'];
  const wrong = {
    exitCode: 2,
    out: [],
    notes: "error: option '--aws' cannot be used with option '--endpoint <url>'",
  };

  expect(await runCommand(makeStatus, ['id', ...both])).toEqual(wrong);
  expect(await runCommand(makeTokens, ['list', ...both])).toEqual(wrong);
});

it('a call that fails is tried twice, no more: a person waits', async () => {
  const cloud = new ScriptedEndpoint({ GetItem: () => ({ status: 500, body: {} }) });
  const endpoint = await cloud.start();

  const { exitCode } = await runCommand(makeStatus, ['eu-west-2.publish.x', '--endpoint', endpoint]);
  await cloud.stop();

  expect([exitCode, cloud.asked]).toEqual([1, ['GetItem', 'GetItem']]);
});
