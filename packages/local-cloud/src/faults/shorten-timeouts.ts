import type { SynthesizedTemplate } from '../template/stack.ts';

export type { SynthesizedTemplate };

export interface ShorterTimeouts {
  /** Seconds until a message whose worker died is delivered again, in every queue. */
  readonly visibilityTimeout: number;
  /** Deliveries before a message is a dead letter. @default as synthesized */
  readonly maxReceiveCount?: number;
}

/** The same template with queues that give up sooner, for whoever does not want to wait for minutes. */
export function shortenTimeouts(
  template: SynthesizedTemplate,
  timeouts: ShorterTimeouts,
): Record<string, unknown> {
  return mapResources(template, 'AWS::SQS::Queue', ({ RedrivePolicy, ...properties }) => ({
    ...properties,
    VisibilityTimeout: timeouts.visibilityTimeout,
    ...(RedrivePolicy !== undefined && { RedrivePolicy: sooner(RedrivePolicy, timeouts) }),
  }));
}

/** The template with every resource of a type changed; its function gets the logical id as well. */
export function mapResources(
  template: SynthesizedTemplate,
  type: string,
  change: (properties: Record<string, unknown>, logicalId: string) => Record<string, unknown>,
): Record<string, unknown> {
  const resources = Object.entries(template.Resources as Record<string, Resource>).map(([id, resource]) => {
    const { Type, Properties = {} } = resource;
    return [id, Type === type ? { ...resource, Properties: change(Properties, id) } : resource];
  });
  return { ...template, Resources: Object.fromEntries(resources) };
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
}

function sooner(redrivePolicy: unknown, { maxReceiveCount }: ShorterTimeouts): object {
  return { ...Object(redrivePolicy), ...(maxReceiveCount !== undefined && { maxReceiveCount }) };
}
