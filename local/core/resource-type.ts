/** How the local cloud treats one attribute of a Terraform resource type. */
export type Treatment =
  /** Behaves as on AWS. */
  | 'served'
  /** Validated at start; `checked` says against what. What is accepted is served, or is what happens anyway. */
  | { checked: string; check: (value: unknown) => string | undefined }
  /** No effect here; the reason says why that is right. */
  | { inert: string };

/** Every attribute the stacks may set, nested blocks as dotted paths (`redrive_policy`, `rule.expiration.days`). */
export type AttributeTable = Record<string, Treatment>;

/** A resource instance with every expression resolved. */
export interface Resource {
  /** Terraform address with the stack in front: `central/aws_dynamodb_table.records`. */
  address: string;
  type: string;
  /** Region of the stack's provider. */
  region: string;
  /** Absolute folder of the stack's Terraform JSON; relative file names in attributes start there. */
  folder: string;
  attributes: Record<string, unknown>;
}

/**
 * One Terraform resource type. `create` brings it into being and returns the attributes that others may refer to
 * (`arn`, `id`, `url` …). Resources are created in the order of their references.
 */
export interface ResourceType<Services> {
  type: string;
  attributes: AttributeTable;
  create(resource: Resource, services: Services): Record<string, unknown> | Promise<Record<string, unknown>>;
}
