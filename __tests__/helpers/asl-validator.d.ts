/** The part of `asl-validator` (which ships no types) that the tests use. */
declare module 'asl-validator' {
  /** Checks a definition in Amazon States Language; adds `QueryLanguage` to its states. */
  export default function validate(definition: object): { isValid: boolean; errors: unknown[] };
}
