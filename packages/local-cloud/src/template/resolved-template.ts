/** A resource of the synthesized template after every intrinsic function has been resolved. */
export interface ResolvedResource {
  readonly logicalId: string;
  readonly type: string;
  /** Free of Ref, Fn::* and pseudo parameters. */
  readonly properties: Record<string, unknown>;
}

export interface ResolvedTemplate {
  readonly resources: ReadonlyMap<string, ResolvedResource>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** The resources of these types, in the order of the template. */
export function resourcesOf(template: ResolvedTemplate, ...types: string[]): readonly ResolvedResource[] {
  return [...template.resources.values()].filter(({ type }) => types.includes(type));
}
