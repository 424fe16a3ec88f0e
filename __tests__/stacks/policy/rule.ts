import { type Arguments, resources, type SynthesizedStack } from '../../helpers/synth';

/** One thing that must hold in every stack. */
export interface Rule {
  /** A sentence. */
  name: string;
  /** Resource types that it looks at; none when it looks at the text as a whole. */
  types: string[];
  /** What breaks it in a stack: names or arguments of resources, or what stands there; nothing when it holds. */
  faults(stack: SynthesizedStack): unknown[];
}

/** Every resource of a type must be so. */
export function every(type: string, name: string, holds: (of: Arguments) => boolean): Rule {
  return {
    name,
    types: [type],
    faults: (stack) =>
      resources(stack, type)
        .filter((of) => !holds(of))
        .map((of) => of.name ?? of.bucket ?? of),
  };
}

/** A resource of another type that refers to the one it belongs to. */
export interface Companion {
  type: string;
  /** Argument that refers to the other's `attribute`. */
  member: string;
  /** @param arn reference to the other's ARN */
  holds(of: Arguments, arn: string): boolean;
}

/** Every resource of a type must have a companion that refers to it by an attribute and is as it must be. */
export function accompanied(type: string, attribute: string, name: string, companion: Companion): Rule {
  const reference = (id: string, to: string) => `\${${type}.${id}.${to}}`;
  return {
    name,
    types: [type, companion.type],
    faults: (stack) =>
      Object.keys(stack.terraform.resource[type] ?? {}).filter(
        (id) =>
          !resources(stack, companion.type).some(
            (of) =>
              of[companion.member] === reference(id, attribute) && companion.holds(of, reference(id, 'arn')),
          ),
      ),
  };
}
