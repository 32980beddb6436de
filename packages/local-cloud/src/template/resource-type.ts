import type { GenericSchema } from 'valibot';

/** Where an app is "deployed": what the pseudo parameters and the physical names are made of. */
export interface CloudContext {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly urlSuffix: string;
  /** Base of every AWS call, such as `http://127.0.0.1:45123`. */
  readonly endpointUrl: string;
  /** Base of what clients reach, such as `http://localhost:3000`. */
  readonly publicUrl: string;
  /** Of APIs that have a base of their own, by physical id. */
  readonly apiUrls?: Readonly<Record<string, string>>;
  /** What stands here for the URLs that templates put together of names, by the URL's beginning. */
  readonly localUrls?: Readonly<Record<string, string>>;
}

/** The same, for the resources of one stack. */
export interface DeploymentContext extends CloudContext {
  readonly stackName: string;
}

export interface UnresolvedResource {
  readonly logicalId: string;
  /** Intrinsic functions in them are resolved as they are read. */
  readonly properties: Record<string, unknown>;
}

/** What the local cloud knows of one CloudFormation resource type. */
export interface ResourceType {
  /** Strict: a property that is not in it stops the start with a line that names it. */
  readonly properties: GenericSchema;
  /** What `Ref` gives. Depends on the resource and the context alone, so that no order of creation is needed. */
  ref(resource: UnresolvedResource, context: DeploymentContext): string;
  /** What `Fn::GetAtt` gives, by attribute name. */
  readonly attributes: Readonly<
    Record<string, (resource: UnresolvedResource, context: DeploymentContext) => string>
  >;
}

export type ResourceTypes = Readonly<Record<string, ResourceType>>;
