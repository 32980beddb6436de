import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

/** An empty stack of an app that bundles nothing. */
export function aStack(): Stack {
  const app = new App({
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    context: { 'aws:cdk:bundling-stacks': [] },
  });
  return new Stack(app, 'Stack');
}

/** Synthesizes the app of the stack. */
export function templateOf(stack: Stack): Template {
  try {
    return Template.fromStack(stack);
  } finally {
    rmSync((stack.node.root as App).outdir, { recursive: true });
  }
}

/** Absolute path of one of the tests' tasks. */
export function taskFile(name: string): string {
  return join(import.meta.dirname, 'tasks', `${name}.ts`);
}
