/**
 * What runs inside the worker of one execution environment: loads the function's code, then answers one invocation
 * after the other. Plain JavaScript, for a worker starts without the project's TypeScript loader.
 *
 * In: `{requestId, payload, deadline}`. Out: `{ready}`, `{result}`, `{error}`, and `{fatal}` before the environment ends
 * (code that does not load, errors that nobody caught).
 */
const { parentPort, workerData } = require('node:worker_threads');
const { join } = require('node:path');
const { format } = require('node:util');

const { taskRoot, handler: handlerName, context: fixed } = workerData;
let requestId = '';

/** One line of a log, in the function's format: JSON, or tab-separated text. */
function line(level, values) {
  const timestamp = new Date().toISOString();
  if (process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON') {
    const [first] = values;
    const message =
      values.length === 1 && typeof first === 'object' && first !== null ? first : format(...values);
    return JSON.stringify({
      timestamp,
      level,
      requestId,
      message: message instanceof Error ? describe(message) : message,
    });
  }
  return `${timestamp}\t${requestId}\t${level}\t${format(...values).replaceAll('\n', '\r')}`;
}

/** The `console` of Lambda's Node.js runtime. */
for (const [method, level] of [
  ['log', 'INFO'],
  ['info', 'INFO'],
  ['debug', 'DEBUG'],
  ['trace', 'TRACE'],
  ['warn', 'WARN'],
  ['error', 'ERROR'],
]) {
  console[method] = (...values) => process.stdout.write(`${line(level, values)}\n`);
}

/** The SDK warns of this machine's Node.js; the function's own runtime is newer, and never logs this on AWS. */
const { emitWarning } = process;
process.emitWarning = (warning, ...rest) => {
  if (!String(warning).startsWith('NodeVersionSupportWarning')) emitWarning(warning, ...rest);
};

/** An error as Lambda's Node.js runtime reports it. */
function describe(error, errorType) {
  if (!(error instanceof Error)) {
    return { errorType: errorType ?? typeof error, errorMessage: String(error), trace: [] };
  }
  return {
    errorType: errorType ?? error.name,
    errorMessage: error.message,
    trace: (error.stack ?? '').split('\n'),
  };
}

/** Reports what nobody caught, then ends the environment, as the runtime does. Exit codes are the runtime's own. */
function die(error, exitCode) {
  parentPort.postMessage({ fatal: error });
  process.exit(exitCode);
}
process.on('uncaughtException', (error) => die(describe(error), 129));
process.on('unhandledRejection', (reason) => {
  const { errorMessage, trace } = describe(reason);
  const name = reason instanceof Error ? `${reason.name}: ` : '';
  die({ errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: `${name}${errorMessage}`, trace }, 128);
});

/** The exported function that `<module>.<export>` names. */
function load() {
  const dot = handlerName.lastIndexOf('.');
  const [file, name] = [handlerName.slice(0, dot), handlerName.slice(dot + 1)];
  let loaded;
  try {
    loaded = require(join(taskRoot, file));
  } catch (error) {
    if (error?.code === 'MODULE_NOT_FOUND') return { fatal: describe(error, 'Runtime.ImportModuleError') };
    return {
      fatal: describe(error, error instanceof SyntaxError ? 'Runtime.UserCodeSyntaxError' : undefined),
    };
  }
  if (typeof loaded[name] === 'function' && loaded[name].length > 2) {
    const callback = new Error(
      `${handlerName} takes a callback, which the local cloud does not serve: return a promise`,
    );
    return { fatal: describe(callback, 'Runtime.CallbackHandlerDeprecated') };
  }
  if (typeof loaded[name] === 'function') return { handler: loaded[name] };
  const missing = new Error(`${handlerName} is undefined or not exported`);
  return { fatal: describe(missing, 'Runtime.HandlerNotFound') };
}

async function answer(handler, message) {
  requestId = message.requestId;
  const context = {
    ...fixed,
    awsRequestId: message.requestId,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - Date.now()),
  };
  let result;
  try {
    result = await handler(JSON.parse(message.payload), context);
  } catch (error) {
    return { error: describe(error) };
  }
  try {
    return { result: JSON.stringify(result === undefined ? null : result) };
  } catch {
    return { error: describe(new Error('Unable to stringify response body'), 'Runtime.MarshalError') };
  }
}

const { handler, fatal } = load();
if (handler) {
  parentPort.on('message', async (message) => parentPort.postMessage(await answer(handler, message)));
  parentPort.postMessage({ ready: true });
} else {
  parentPort.postMessage({ fatal });
}
