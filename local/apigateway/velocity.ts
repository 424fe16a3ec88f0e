import { Compile, parse } from 'velocityjs';
import { GatewayError } from './gateway-error';
import { type InputSource, VELOCITY_UTIL, velocityInput } from './velocity-functions';

/** A mapping template, parsed once. */
export type MappingTemplate = (context: object, input: InputSource) => string;

/** Raised for a template that does not parse, or that names what the local cloud does not have. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** A node of velocityjs's syntax tree, as far as it is looked at. */
interface Node {
  type?: string;
  id?: unknown;
  /** `$`, or `$!` where nothing is printed for want of a value. */
  leader?: string;
  path?: { id?: unknown }[];
}

const INPUT_MEMBERS = ['body', 'json', 'path', 'params'];

/**
 * Compiles a mapping template (Velocity). A reference without a value prints nothing, a call of `$util` that comes to none prints
 * itself unless it is quiet (`$!util`); rendering throws GatewayError
 * API_CONFIGURATION_ERROR (500) where the body is not what the template reads.
 * @throws TemplateError
 */
export function compileMappingTemplate(text: string): MappingTemplate {
  let tree: ReturnType<typeof parse>;
  try {
    tree = parse(text);
  } catch (cause) {
    throw new TemplateError(`not a Velocity template: ${(cause as Error).message}`, { cause });
  }
  checkNames(tree);
  quieten(tree);
  const compiled = new Compile(tree);
  return (context, input) => {
    try {
      return compiled.render(
        { context, input: velocityInput(input), util: { ...VELOCITY_UTIL } },
        undefined,
        false,
      );
    } catch (cause) {
      // A body that is no JSON where the template reads JSON.
      throw Object.assign(new GatewayError('API_CONFIGURATION_ERROR'), { cause });
    }
  };
}

/** Makes every reference of the text quiet, calls of `$util` excepted; what is inside of one is not printed by itself. */
function quieten(node: unknown): void {
  if (Array.isArray(node)) node.forEach(quieten);
  else if (isReference(node) && node.id !== 'util') node.leader = '$!';
}

function isReference(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && (node as Node).type === 'references';
}

/** A misspelt function prints nothing in Velocity: better found at the start. */
function checkNames(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const { type, id, path } = node as Node;
  if (type === 'references' && (id === 'util' || id === 'input')) {
    const member = String(path?.[0]?.id);
    const known = id === 'input' ? INPUT_MEMBERS : Object.keys(VELOCITY_UTIL);
    if (!known.includes(member)) {
      throw new TemplateError(`$${id}.${member} is not served; known are ${known.join(', ')}`);
    }
  }
  for (const inner of Object.values(node)) checkNames(inner);
}
