import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudAssembly } from '../packages/local-cloud/src/assembly/read-assembly.ts';
import { codeAssets } from '../packages/local-cloud/src/lambda/code-assets.ts';
import { functionName } from './finding.ts';

export interface DeployedFunction {
  readonly name: string;
  /** The module that Lambda imports; its source map lies beside it. */
  readonly module: string;
  readonly environment: Readonly<Record<string, string>>;
}

interface FunctionResource {
  readonly Type: string;
  readonly Properties: {
    readonly Code: { readonly S3Key?: unknown };
    readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
  };
}

/** Our own functions: those with which the CDK fills the page's bucket have no source map. */
export async function deployedFunctions({ stacks }: CloudAssembly): Promise<readonly DeployedFunction[]> {
  const folders = await codeAssets(stacks.map(({ directory }) => directory));
  const resources = stacks.flatMap(({ template }) =>
    Object.entries(template.Resources as Record<string, FunctionResource>),
  );
  return resources
    .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
    .map(
      ([
        logicalId,
        {
          Properties: { Code, Environment },
        },
      ]) => ({
        name: functionName(logicalId),
        module: join(folders.get(String(Code.S3Key)) ?? '', 'index.mjs'),
        environment: asText(Environment?.Variables ?? {}),
      }),
    )
    .filter(({ module }) => existsSync(`${module}.map`));
}

/** What is known only after the deployment is the name or the address of something. */
function asText(variables: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, textOf(value)]));
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const join = (value as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join'];
  return join ? join[1].map(textOf).join(join[0]) : 'https://example.invalid';
}
