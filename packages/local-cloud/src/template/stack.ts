/** One stack of a CDK app, as synthesized. */
export interface Stack {
  /** As it would be deployed. */
  readonly name: string;
  /** As CloudFormation would get it. */
  readonly template: SynthesizedTemplate;
  /** Holds its assets. */
  readonly directory: string;
}

export type SynthesizedTemplate = Readonly<Record<string, unknown>>;
