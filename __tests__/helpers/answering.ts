import type { MiddlewareStack } from '@smithy/types';

/** What a client shall answer, by command name: an output, an error, or a function of the input that makes either. */
export type Answers = Record<string, object | Error | ((input: object) => object | Promise<object>)>;

/** Lets a real SDK client answer without a service, and keeps what it was asked. */
export function answering<Client, Input extends object, Output extends object>(
  client: Client & { middlewareStack: MiddlewareStack<Input, Output> },
  answers: Answers,
): { client: Client; asked: object[] } {
  const asked: object[] = [];
  client.middlewareStack.add(
    (_, context) => async (args) => {
      asked.push(args.input);
      const answer = answers[context.commandName ?? ''];
      if (answer === undefined) throw new Error(`no answer to ${context.commandName}`);
      if (answer instanceof Error) throw answer;
      const output: object = typeof answer === 'function' ? await answer(args.input) : answer;
      return { output: { $metadata: {}, ...output } as Output & { $metadata: object }, response: {} };
    },
    { step: 'initialize' },
  );
  return { client, asked };
}
