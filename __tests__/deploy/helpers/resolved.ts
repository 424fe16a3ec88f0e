import type { Project } from './project';
import { type Arguments, argumentsOf, readStack } from './stack-json';

const REFERENCE = /\$\{(data\.)?(\w+)\.([\w-]+)\.(\w+)\}/g;

/**
 * Arguments of every resource of a type in a stack, each reference replaced by what was deployed for it.
 * @throws Error for a reference that the state of the stack does not know
 */
export function resolvedArguments(project: Project, stack: string, type: string): Arguments[] {
  const { resources } = project.readState(stack);
  const deployed = (
    reference: string,
    data: string | undefined,
    of: string,
    id: string,
    attribute: string,
  ) => {
    const mode = data ? 'data' : 'managed';
    const found = resources.find((one) => one.mode === mode && one.type === of && one.name === id);
    const value = found?.instances[0]?.attributes[attribute];
    if (typeof value !== 'string') throw new Error(`${reference}: not in the state of ${stack}`);
    return value;
  };
  return argumentsOf(readStack(project, stack), type).map(
    (args) => JSON.parse(JSON.stringify(args).replace(REFERENCE, deployed)) as Arguments,
  );
}
