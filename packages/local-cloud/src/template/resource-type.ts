import type { GenericSchema } from 'valibot';

/** Where the template is "deployed": what the pseudo parameters and the physical names are made of. */
export interface DeploymentContext {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly urlSuffix: string;
  readonly stackName: string;
  /** Base of every AWS call, such as `http://127.0.0.1:45123`. */
  readonly endpointUrl: string;
  /** Base of what customers reach, such as `http://localhost:3000`. */
  readonly publicUrl: string;
}

export interface UnresolvedResource {
  readonly logicalId: string;
  /** As in the template: may hold intrinsic functions. */
  readonly properties: Record<string, unknown>;
}

/** What the local cloud knows of one CloudFormation resource type. */
export interface ResourceType {
  /** Strict: a property that is not in it stops the start with a line that names it. */
  readonly properties: GenericSchema;
  /** What `Ref` gives. Depends on logical id and context alone, so that no order of creation is needed. */
  ref(resource: UnresolvedResource, context: DeploymentContext): string;
  /** What `Fn::GetAtt` gives, by attribute name. */
  readonly attributes: Readonly<
    Record<string, (resource: UnresolvedResource, context: DeploymentContext) => string>
  >;
}

export type ResourceTypes = Readonly<Record<string, ResourceType>>;
