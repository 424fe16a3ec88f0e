/**
 * Runs one event through a function's bundle, as Lambda would: started as a process of its own with the function's
 * environment, told the bundle, the event and the context by a message, answering by another.
 */
process.once('message', async ({ bundle, event, context }) => {
  const endsAt = Date.now() + context.remainingMillis;
  try {
    const { handler } = require(bundle);
    const result = await handler(event, { ...context, getRemainingTimeInMillis: () => endsAt - Date.now() });
    process.send({ result }, () => process.exit());
  } catch (error) {
    const failure = { errorType: error.name, errorMessage: error.message };
    process.send({ failure }, () => process.exit());
  }
});
