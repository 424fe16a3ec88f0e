/**
 * Keeps `${` and `%{` of a plain text from being read as Terraform template syntax. Text that carries references
 * must not pass here.
 */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
}
