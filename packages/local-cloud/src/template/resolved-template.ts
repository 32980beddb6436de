/** A resource of the synthesized templates after every intrinsic function has been resolved. */
export interface ResolvedResource {
  readonly logicalId: string;
  readonly stackName: string;
  readonly type: string;
  /** Free of Ref, Fn::* and pseudo parameters. */
  readonly properties: Record<string, unknown>;
  /** What `Ref` gives: a name, an id, a URL or an ARN. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives. Throws if there is no such attribute. */
  attribute(name: string): string;
}

/** All stacks of an app. */
export interface ResolvedTemplate {
  /** By logical id; by `Stack/LogicalId` where two stacks have the same. */
  readonly resources: ReadonlyMap<string, ResolvedResource>;
  /** By stack and name, as `cdk deploy --outputs-file` has them. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The resources of these types, in the order of the templates. */
export function resourcesOf(template: ResolvedTemplate, ...types: string[]): readonly ResolvedResource[] {
  return [...template.resources.values()].filter(({ type }) => types.includes(type));
}
